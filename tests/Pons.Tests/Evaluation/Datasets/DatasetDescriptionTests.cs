using System.Text;
using System.Text.Json;
using Pons.Evaluation;
using Pons.Evaluation.Datasets;
using Pons.Evaluation.Requests;

namespace Pons.Tests.Evaluation.Datasets;

public sealed class DatasetDescriptionTests
{
    [Fact]
    public void Every_description_that_comes_with_Pons_is_whole()
    {
        Assert.True(DatasetCatalog.All.Length >= 20);
        Assert.Equal(DatasetCatalog.All.Length, DatasetCatalog.All.Select(d => d.Name).Distinct().Count());
        foreach (var d in DatasetCatalog.All)
        {
            Assert.Matches("^[a-z0-9-]+$", d.Name);
            Assert.NotEmpty(d.Title.Zh);
            Assert.True(d.Files.Length > 0 || d.Source is not null || d.Homepage.Length > 0, d.Name);
            if (d.Task is { } task) Assert.NotEmpty(task.Decoders.Select(n => Pons.Decoding.Decoders.Named(n)));
        }
    }

    [Fact]
    public void A_description_comes_back_from_its_own_text()
    {
        foreach (var d in DatasetCatalog.All)
        {
            var again = DatasetDescription.Read(new MemoryStream(Encoding.UTF8.GetBytes(d.ToJson())), d.Name);
            Assert.Equal(d.ToJson(), again.ToJson());
        }
    }

    [Theory]
    [InlineData("\"files\":", "\"fils\":", "fils")]
    [InlineData("S001R04.edf", "../S001R04.edf", "leaves its folder")]
    [InlineData("\"sha256\": \"", "\"sha256\": \"X", "hexadecimal")]
    [InlineData("https://physionet.org/files", "physionet/files", "no address")]
    [InlineData("\"folder\": \"mi/eegmmidb\"", "\"folder\": \"/etc\"", "leaves the folder")]
    [InlineData("\"url\":", "\"pattern\": \"(\", \"url\":", "no regular expression")]
    [InlineData("{", "", "describe")]
    public void What_cannot_be_is_refused(string good, string bad, string named)
    {
        var text = DatasetCatalog.Find("eegmmidb-left-right").ToJson();
        var place = text.IndexOf(good, StringComparison.Ordinal);
        Assert.True(place >= 0, good);
        text = text[..place] + bad + text[(place + good.Length)..];
        var error = Assert.Throws<EvaluationException>(() => DatasetDescription.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "own.json"));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones() =>
        Assert.Contains("eegmmidb-left-right", Assert.Throws<EvaluationException>(() => DatasetCatalog.Find("nothing")).Remedy, StringComparison.Ordinal);

    [Fact]
    public void A_set_of_ones_own_is_evaluated_without_code()
    {
        var recordings = RecordedData.PathOf("mi/eegmmidb");
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("own.json");
        var known = DatasetCatalog.Find("eegmmidb-left-right");
        var own = known with
        {
            Name = "own",
            Folder = ".",
            Files = [.. known.Files.Where(f => f.Path.StartsWith("S007", StringComparison.Ordinal)).Select(f => f with { Subject = "seven", Run = f.Path[4..7] })],
            Task = known.Task! with
            {
                Paradigm = "cued-trials",
                Cues = new Dictionary<string, string> { ["T1"] = "left", ["T2"] = "right" }.ToImmutableSorted(),
                Parameters = new Dictionary<string, double> { ["lowHz"] = 8 }.ToImmutableSorted(),
                Decoders = ["csp-lda"],
            },
        };
        File.WriteAllText(path, own.ToJson());
        var result = Assert.IsType<ScoreTable>(new RequestedEvaluation(new() { Dataset = path, Data = recordings }).Run(cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("seven", Assert.Single(result.Rows).Subject.Name);
        Assert.Equal((43, 45), (result.Rows[0].Scores.CorrectCount, result.Rows[0].Scores.TrialCount));
        var coverage = Assert.Single(Pons.Cli.Documents.EvaluationReport.Coverage.Of(result));
        Assert.Equal(("seven", 3, 0), (coverage.Subject, coverage.Recordings, coverage.DroppedCount));
        Assert.Equal("cued-trials", JsonDocument.Parse(result.ToJson()).RootElement.GetProperty("paradigm").GetProperty("name").GetString());
    }

    [Fact]
    public void A_changed_or_missing_file_is_named()
    {
        var known = DatasetCatalog.Find("mental-arithmetic-control");
        using var folder = new TemporaryFolder();
        Assert.Contains("pons datasets get", Assert.Throws<EvaluationException>(() => DatasetFolder.Find(known, folder.Path)).Remedy, StringComparison.Ordinal);
        File.Copy(RecordedData.PathOf("cognitive/eegmat/Subject00_1.edf"), folder.PathOf("Subject00_1.edf"));
        var found = DatasetFolder.Find(known, folder.Path);
        Assert.Contains("Subject01_1.edf", Assert.Throws<EvaluationException>(() => found.Recordings()).What, StringComparison.Ordinal);
        File.WriteAllText(folder.PathOf("Subject01_1.edf"), "another");
        Assert.Contains("SHA-256", Assert.Throws<EvaluationException>(() => found.Recordings()).What, StringComparison.Ordinal);
    }
}

file static class Sorted
{
    public static System.Collections.Immutable.ImmutableSortedDictionary<string, T> ToImmutableSorted<T>(this Dictionary<string, T> values) =>
        System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, values);
}
