using System.Text.Json;

namespace Pons.Tests.Cli;

/// <summary>Evaluate, train and replay on real recordings.</summary>
public sealed class RecordingCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pons-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Evaluation_agrees_with_the_reference()
    {
        var table = (await CommandLine.RunAsync("evaluate", RecordedData.PathOf("mi/eegmmidb"), "--paradigm", "left-right-imagery",
            "--decoders", "csp-lda,riemann-mdm,tangent-lr", "--split", "leave-one-run-out", "--json")).ValidFor("evaluate");
        using var reference = Reference.ReferenceFile.Document("eegmmidb-left-right");
        foreach (var decoder in new[] { "csp-lda", "riemann-mdm", "tangent-lr" })
        {
            var expected = reference.RootElement.GetProperty("mean").GetProperty(decoder).GetDouble();
            Assert.InRange(table.GetProperty("means").GetProperty(decoder).GetProperty("accuracy").GetDouble(), expected - 0.02, expected + 0.02);
        }

        foreach (var decoder in new[] { "riemann-mdm", "tangent-lr" })
            Assert.InRange(Agreement(table, reference.RootElement, decoder), 0.97, 1);
    }

    [Fact]
    public async Task A_result_file_is_reproduced_or_says_what_differs()
    {
        var path = Path.Combine(_folder, "results.json");
        var first = await CommandLine.RunAsync("evaluate", "--dataset", "mental-arithmetic", "--data", RecordedData.PathOf("."), "--json");
        first.ValidFor("evaluate");
        await File.WriteAllTextAsync(path, first.Output, TestContext.Current.CancellationToken);
        var again = await CommandLine.RunAsync("evaluate", "--rerun", path, "--json");
        Assert.Equal((0, first.Output), (again.Status, again.Output));
        Assert.Contains("reproduced bit for bit", again.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, first.Output.Replace("\"accuracy\": 0.95", "\"accuracy\": 0.96", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var changed = await CommandLine.RunAsync("evaluate", "--rerun", path);
        Assert.Equal(1, changed.Status);
        Assert.Contains("subjects[0].accuracy: stored 0.96, now 0.95", changed.Error, StringComparison.Ordinal);
        (await CommandLine.RunAsync("evaluate", "--rerun", path, "--dataset", "m1-movement")).AssertRefused(2, "--rerun");
    }

    [Fact]
    public async Task The_known_data_sets_are_listed_and_shown()
    {
        var list = (await CommandLine.RunAsync("datasets", "--json")).ValidFor("datasets").GetProperty("datasets");
        Assert.Contains(list.EnumerateArray(), d => d.GetProperty("name").GetString() == "eegmmidb-left-right");
        var shown = await CommandLine.RunAsync("datasets", "show", "ssvep-exoskeleton");
        Assert.Contains("event     33026: 21 Hz", shown.Output, StringComparison.Ordinal);
        (await CommandLine.RunAsync("datasets", "show", "nothing")).AssertRefused(3, "nothing");
        (await CommandLine.RunAsync("datasets", "get", "bnci2014-001", "--data", _folder)).AssertRefused(3, "no source");
        (await CommandLine.RunAsync("evaluate")).AssertRefused(2, "No recording");
    }

    [Fact]
    public async Task A_model_that_was_trained_replays_the_same_for_every_block_length()
    {
        var model = Path.Combine(_folder, "s007.pons-model");
        var trained = await CommandLine.RunAsync("train", Eegmmidb("S007R04"), Eegmmidb("S007R08"), "--decoder", "tangent-lr", "--out", model, "--json");
        var hash = trained.ValidFor("train").GetProperty("hash").GetString();
        Assert.False(File.Exists(model + ".partial"));

        var hashes = new HashSet<string>();
        foreach (var block in new[] { "1", "7", "160", "whole" })
        {
            var replay = (await CommandLine.RunAsync("replay", Eegmmidb("S007R12"), "--model", model, "--block", block, "--json")).ValidFor("replay");
            Assert.Equal(hash, replay.GetProperty("model").GetProperty("hash").GetString());
            Assert.True(replay.GetProperty("agreesWithOffline").GetBoolean());
            Assert.Equal(15, replay.GetProperty("decisions").GetArrayLength());
            hashes.Add(replay.GetProperty("hash").GetString()!);
        }

        Assert.Single(hashes);
    }

    [Fact]
    public async Task A_model_for_other_channels_is_refused()
    {
        var model = Path.Combine(_folder, "s001.pons-model");
        await CommandLine.RunAsync("train", Eegmmidb("S001R04"), "--out", model);
        (await CommandLine.RunAsync("replay", RecordedData.PathOf("formats/edf_bdf/chtypes_edf.edf"), "--model", model)).AssertRefused(3, "chtypes_edf");
        var damaged = Path.Combine(_folder, "damaged.pons-model");
        await File.WriteAllTextAsync(damaged, (await File.ReadAllTextAsync(model, TestContext.Current.CancellationToken))[..5000], TestContext.Current.CancellationToken);
        (await CommandLine.RunAsync("replay", Eegmmidb("S001R08"), "--model", damaged)).AssertRefused(3, "damaged.pons-model");
    }

    [Fact]
    public async Task Runs_that_mean_something_else_are_refused() =>
        (await CommandLine.RunAsync("train", Eegmmidb("S001R06"), "--out", Path.Combine(_folder, "x.pons-model"))).AssertRefused(3, "R06");

    [Fact]
    public async Task A_folder_that_is_absent_is_refused_before_any_work()
    {
        (await CommandLine.RunAsync("evaluate", Path.Combine(_folder, "nowhere"))).AssertRefused(3, "nowhere");
        (await CommandLine.RunAsync("train", "a.edf", "--out", Path.Combine(_folder, "nowhere", "m.pons-model"))).AssertRefused(3, "nowhere");
        (await CommandLine.RunAsync("evaluate", _folder)).AssertRefused(3, "no recording");
    }

    private static string Eegmmidb(string run) => RecordedData.PathOf($"mi/eegmmidb/{run}.edf");

    private static double Agreement(JsonElement table, JsonElement reference, string decoder)
    {
        int equal = 0, all = 0;
        foreach (var row in table.GetProperty("subjects").EnumerateArray().Where(r => r.GetProperty("decoder").GetString() == decoder))
        {
            var expected = reference.GetProperty("subjects").GetProperty(row.GetProperty("subject").GetString()!).GetProperty(decoder).GetProperty("predictions");
            var folds = row.GetProperty("folds").EnumerateArray().ToList();
            for (var fold = 0; fold < folds.Count; fold++)
            {
                var given = string.Concat(folds[fold].GetProperty("trials").EnumerateArray().Select(t => t.GetProperty("label").GetString() == "left" ? 'L' : 'R'));
                all += given.Length;
                equal += given.Zip(expected[fold].GetString()!, (a, b) => a == b ? 1 : 0).Sum();
            }
        }

        Assert.Equal(450, all);
        return (double)equal / all;
    }
}
