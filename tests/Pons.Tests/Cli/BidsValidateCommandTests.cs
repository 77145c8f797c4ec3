using System.Text.Json;
using Pons.Tests.Formats.Bids.Validation;

namespace Pons.Tests.Cli;

public sealed class BidsValidateCommandTests
{
    private static TemporaryFolder Folder(Action<BidsTree> plant)
    {
        var (folder, tree) = (new TemporaryFolder(), new BidsTree());
        plant(tree);
        tree.Write(folder.Path);
        return folder;
    }

    private static TemporaryFolder Faulty() => Folder(t => t.Edit(BidsTree.Eeg + "channels.tsv", "Cz\tEEG", "Pz\tEEG"));

    [Fact]
    public async Task A_valid_data_set_ends_with_0()
    {
        using var folder = Folder(_ => { });
        var run = await CommandLine.RunAsync("bids", "validate", folder.Path, "--json");
        Assert.Equal(0, run.Status);
        var document = run.ValidFor("bids-validate");
        Assert.True(document.GetProperty("isValid").GetBoolean());
        Assert.Equal("1.11.1", document.GetProperty("specification").GetString());
    }

    [Fact]
    public async Task An_invalid_one_ends_with_1_and_names_the_fault()
    {
        using var folder = Faulty();
        var run = await CommandLine.RunAsync("bids", "validate", folder.Path, "--json");
        Assert.Equal(1, run.Status);
        var finding = run.ValidFor("bids-validate").GetProperty("findings").EnumerateArray().Single();
        Assert.Equal("recording-channels", finding.GetProperty("rule").GetString());
        Assert.Equal(BidsTree.Eeg + "channels.tsv", finding.GetProperty("file").GetString());
        Assert.Contains("Pz", finding.GetProperty("what").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "error recording-channels", "not valid")]
    [InlineData("zh", "错误 recording-channels", "无效")]
    public async Task Text_speaks_the_language_that_was_asked_for(string language, string head, string verdict)
    {
        using var folder = Faulty();
        var run = await CommandLine.RunAsync("bids", "validate", folder.Path, "--language", language);
        Assert.Contains(head, run.Output, StringComparison.Ordinal);
        Assert.Contains(verdict, run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Sarif_has_what_editors_read()
    {
        using var folder = Folder(t => t.Edit(BidsTree.Eeg + "eeg.json", "continuous", "Continuous"));
        var path = folder.Path + ".sarif";
        var run = await CommandLine.RunAsync("bids", "validate", folder.Path, "--sarif", path);
        Assert.Equal(1, run.Status);
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        File.Delete(path);
        var sarif = document.RootElement;
        Assert.Equal("2.1.0", sarif.GetProperty("version").GetString());
        var result = sarif.GetProperty("runs")[0].GetProperty("results")[0];
        Assert.Equal("field-value", result.GetProperty("ruleId").GetString());
        Assert.Equal("error", result.GetProperty("level").GetString());
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal(BidsTree.Eeg + "eeg.json", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(10, place.GetProperty("region").GetProperty("startLine").GetInt32());
        var rule = sarif.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules")[0];
        Assert.StartsWith("https://", rule.GetProperty("helpUri").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_absent_is_bad_input() => (await CommandLine.RunAsync("bids", "validate", "no-such-folder")).AssertRefused(3, "'no-such-folder'");

    [Fact]
    public async Task An_unknown_language_is_wrong_usage()
    {
        using var folder = Folder(_ => { });
        (await CommandLine.RunAsync("bids", "validate", folder.Path, "--language", "fr")).AssertRefused(2, "'fr'");
    }

    [Fact]
    public async Task Command_explains_itself_with_an_example()
    {
        var help = await CommandLine.RunAsync("bids", "validate", "--help");
        Assert.Equal(0, help.Status);
        Assert.Contains("  pons bids validate", help.Output, StringComparison.Ordinal);
    }
}
