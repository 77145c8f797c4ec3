using System.Text.Json;
using Pons.Decoding;
using Pons.Evaluation;
using Pons.Evaluation.Asynchronous;
using Pons.Experiments.MotorImagery;
using Pons.Tests.Cli;
using Pons.Tests.Experiments;

namespace Pons.Tests.Evaluation.Asynchronous;

/// <summary>A decoder slid over real runs, as a live session would.</summary>
public sealed class SlidingEvaluationTests
{
    private static readonly SlidingEvaluation Evaluation = new(new LeftRightImagery(), Decoders.Named("riemann-mdm"));

    [Fact]
    public void Every_activation_and_every_cue_is_counted_once_and_idle_is_the_time_that_was_watched()
    {
        var table = Table(Evaluation, "S007");
        var row = Assert.Single(table.Rows);
        Assert.Equal(45, row.Counts.CueCount + table.LeftOut.Count(l => l.Reason == "no window lies in it"));
        Assert.Equal(row.Counts.Activations.Length, Enum.GetValues<ActivationOutcome>().Sum(row.Counts.Count));
        Assert.True(row.Counts.Count(ActivationOutcome.Hit) + row.Counts.Count(ActivationOutcome.Wrong) <= row.Counts.CueCount);
        // 15 or 16 rests of 4.2 s a run, without the 1.5 s that windows reach back and with the 0.5 s that a person takes to react.
        Assert.InRange(row.Counts.IdleMinutes, 3 * 15 * 2.9 / 60, 3 * 16 * 3.7 / 60);
        Assert.All(row.Counts.Activations, a => Assert.Equal(a.Outcome == ActivationOutcome.Hit, a.Latency is not null));
        Assert.All(row.Folds, f => Assert.Equal(3 * 15 * 5 * 2 - 3 * 15 * 5 * 2 / 3, f.TrainCount, 12.0));
    }

    [Fact]
    public void Somebody_who_imagines_well_is_heard_more_often_than_idle_would_be()
    {
        var counts = Table(Evaluation, "S007").Pooled;
        Assert.True(counts.HitRate.Low > counts.HitRateOfIdle(2), $"{counts.HitRate} against {counts.HitRateOfIdle(2)}");
        Assert.InRange(counts.Latency!.Value.Value, 0.5, 4.2);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing() =>
        Assert.Equal(Table(Evaluation with { ThreadCount = 1 }, "S001", "S007").ToJson(), Table(Evaluation with { ThreadCount = 4 }, "S001", "S007").ToJson());

    [Fact]
    public void The_json_is_what_its_schema_says()
    {
        using var json = JsonDocument.Parse(Table(Evaluation with { LearnsIdle = false }, "S007").ToJson());
        Assert.Empty(JsonSchema.Read("evaluate-sliding").Faults(json.RootElement));
    }

    /// <summary>The threshold of a fold and its model must not move when what was asked in the tested run is changed.</summary>
    [Fact]
    public void The_tested_run_decides_neither_the_threshold_nor_the_model()
    {
        var table = Table(Evaluation, "S007");
        using var folder = new TemporaryFolder();
        foreach (var run in Eegmmidb.Runs) File.Copy(Eegmmidb.PathOf("S007", run), folder.PathOf($"S007{run}.edf"));
        SwapCues(folder.PathOf("S007R12.edf"));
        var swapped = Evaluation.Run(Dataset.FromPaths([folder.Path]), cancellation: TestContext.Current.CancellationToken);
        var (before, after) = (table.Rows[0].Folds[2], swapped.Rows[0].Folds[2]);
        Assert.Equal((before.Threshold, before.ModelHash), (after.Threshold, after.ModelHash));
        Assert.Equal(before.Counts.Activations.Select(a => a.EndSampleIndex), after.Counts.Activations.Select(a => a.EndSampleIndex));
        Assert.True(after.Counts.Count(ActivationOutcome.Wrong) == before.Counts.Count(ActivationOutcome.Hit));
    }

    [Fact]
    public void Two_runs_are_too_few_to_choose_a_threshold()
    {
        var fault = Assert.Throws<EvaluationException>(() => Evaluation.Run(
            Dataset.FromPaths([Eegmmidb.PathOf("S007", "R04"), Eegmmidb.PathOf("S007", "R08")]), cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("2 runs", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_prints_what_the_schema_says()
    {
        var table = (await CommandLine.RunAsync(
            ["evaluate", "sliding", .. Eegmmidb.Runs.Select(r => Eegmmidb.PathOf("S007", r)), "--decoder", "csp-lda", "--step", "0.5", "--dwell", "2", "--json"]))
            .ValidFor("evaluate-sliding");
        Assert.Equal("csp-lda", table.GetProperty("decoder").GetProperty("name").GetString());
        Assert.Equal(2, table.GetProperty("dwell").GetInt32());
    }

    private static SlidingTable Table(SlidingEvaluation evaluation, params string[] subjects) => evaluation.Run(
        Dataset.FromPaths(from subject in subjects from run in Eegmmidb.Runs select Eegmmidb.PathOf(subject, run)),
        cancellation: TestContext.Current.CancellationToken);

    /// <summary>Left becomes right and right left, in the annotations of an EDF+ file; nothing else changes.</summary>
    private static void SwapCues(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i + 3 < bytes.Length; i++)
            if (bytes[i] == 0x14 && bytes[i + 1] == (byte)'T' && bytes[i + 2] is 0x31 or 0x32 && bytes[i + 3] == 0x14) bytes[i + 2] ^= 3;
        File.WriteAllBytes(path, bytes);
    }
}
