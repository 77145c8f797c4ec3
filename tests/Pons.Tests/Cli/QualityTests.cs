namespace Pons.Tests.Cli;

public sealed class QualityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_measured_whole_and_copies_are_named()
    {
        var recording = RecordedData.PathOf("mi/eegmmidb/S001R04.edf");
        Directory.CreateDirectory(_folder.PathOf("in"));
        File.Copy(recording, _folder.PathOf("in/anna.edf"));
        File.Copy(recording, _folder.PathOf("in/bob.edf"));
        File.WriteAllText(_folder.PathOf("in/notes.txt"), "nothing");
        var quality = (await CommandLine.RunAsync("info", _folder.PathOf("in"), "--quality", "--json", "--page", _folder.PathOf("page.html"))).ValidFor("quality");
        Assert.Equal(2, quality.GetProperty("recordings").GetArrayLength());
        var pair = Assert.Single(quality.GetProperty("duplicates").EnumerateArray());
        Assert.Equal(("anna.edf", "bob.edf", true), (pair.GetProperty("first").GetString(), pair.GetProperty("second").GetString(), pair.GetProperty("isExact").GetBoolean()));
        var page = File.ReadAllText(_folder.PathOf("page.html"));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("完全相同", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_needs_quality() =>
        (await CommandLine.RunAsync("info", RecordedData.PathOf("mi/eegmmidb/S001R04.edf"), "--page", _folder.PathOf("page.html"))).AssertRefused(2, "--quality");
}
