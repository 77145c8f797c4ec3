using Pons.Formats;
using Pons.Tests.Formats;

namespace Pons.Tests.Cli;

public sealed class ConvertCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Made()
    {
        var path = _folder.PathOf("made.edf");
        File.WriteAllBytes(path, new EdfBytes());
        return path;
    }

    [Fact]
    public async Task Writes_the_format_of_the_extension()
    {
        var document = (await CommandLine.RunAsync("convert", Made(), _folder.PathOf("copy.edf"), "--json")).ValidFor("convert");
        Assert.True(document.GetProperty("isBitEqual").GetBoolean());
        using var copy = Recording.Open(_folder.PathOf("copy.edf"));
        Assert.NotEmpty(copy.Streams);
    }

    [Fact]
    public async Task An_extension_of_no_format_is_wrong_usage() =>
        (await CommandLine.RunAsync("convert", Made(), _folder.PathOf("copy.docx"))).AssertRefused(2, "copy.docx");

    [Fact]
    public async Task A_name_of_no_format_is_wrong_usage() =>
        (await CommandLine.RunAsync("convert", Made(), _folder.PathOf("copy.edf"), "--to", "Word")).AssertRefused(2, "Word");

    [Fact]
    public async Task The_source_is_never_overwritten()
    {
        var path = Made();
        (await CommandLine.RunAsync("convert", path, path)).AssertRefused(2, "source itself");
    }

    [Fact]
    public async Task A_folder_that_is_absent_is_bad_input() =>
        (await CommandLine.RunAsync("convert", Made(), _folder.PathOf("absent/copy.edf"))).AssertRefused(3, "absent");

    [Fact]
    public async Task Formats_are_listed()
    {
        var document = (await CommandLine.RunAsync("formats", "--json")).ValidFor("formats");
        Assert.Contains(document.GetProperty("formats").EnumerateArray(), f => f.GetProperty("name").GetString() == "EDF" && f.GetProperty("isWritten").GetBoolean());
    }
}
