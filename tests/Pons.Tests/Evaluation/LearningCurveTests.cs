using System.Text.Json;
using Pons.Decoding;
using Pons.Evaluation;
using Pons.Evaluation.LearningCurves;
using Pons.Experiments.MotorImagery;
using Pons.Tests.Cli;
using Pons.Tests.Experiments;

namespace Pons.Tests.Evaluation;

public sealed class LearningCurveTests
{
    private static readonly OfflineEvaluation Evaluation =
        new(new LeftRightImagery(), [Decoders.Named("riemann-mdm"), Decoders.Named("csp-lda")], new LeaveOneRunOut());

    [Fact]
    public void The_first_cues_of_each_class_are_learnt_from_and_the_test_stays_the_same()
    {
        var trials = TrialSet.Concat([.. Eegmmidb.Runs.Select(r => Eegmmidb.Trials("S007", r))]);
        var whole = new LeaveOneRunOut().Folds(trials);
        foreach (var (fold, all) in new FirstTrials(new LeaveOneRunOut(), 9).Folds(trials).Zip(whole))
        {
            Assert.Equal(all.Test, fold.Test);
            foreach (var label in trials.Classes)
                Assert.Equal(all.Train.Where(i => trials.Trials[i].Label == label).Take(9), fold.Train.Where(i => trials.Trials[i].Label == label));
        }
    }

    [Fact]
    public void More_trials_take_more_minutes_and_somebody_good_gets_better()
    {
        var curve = Curve([2, 14], Evaluation with { Decoders = [Decoders.Named("riemann-mdm")] });
        Assert.Equal([2, 14], curve.Points.Select(p => p.CountPerClass));
        // Four cues 8.3 s apart; then nearly two runs of two minutes.
        Assert.InRange(curve.Points[0].CalibrationMinutes, 3 * 8.2 / 60, 8 * 8.4 / 60);
        Assert.InRange(curve.Points[1].CalibrationMinutes, 3.5, 4.2);
        Assert.All(curve.Points, p => Assert.All(p.Table.Rows, r => Assert.Equal(45, r.Scores.TrialCount)));
        Assert.True(curve.Points[1].Table.Means[0].Accuracy.Value > curve.Points[0].Table.Means[0].Accuracy.Value);
    }

    [Fact]
    public void More_trials_than_there_are_are_refused()
    {
        var fault = Assert.Throws<EvaluationException>(() => Curve([64]));
        Assert.Contains("cues of class", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_is_what_its_schema_says()
    {
        using var json = JsonDocument.Parse(Curve([4]).ToJson());
        Assert.Empty(JsonSchema.Read("evaluate-learning-curve").Faults(json.RootElement));
    }

    [Fact]
    public async Task The_command_draws_the_curve_and_refuses_what_is_no_number()
    {
        string[] files = [.. Eegmmidb.Runs.Select(r => Eegmmidb.PathOf("S007", r))];
        var curve = (await CommandLine.RunAsync(["evaluate", "learning-curve", .. files, "--counts", "4,8", "--decoders", "csp-lda", "--json"]))
            .ValidFor("evaluate-learning-curve");
        Assert.Equal(2, curve.GetProperty("points").GetArrayLength());
        (await CommandLine.RunAsync(["evaluate", "learning-curve", .. files, "--counts", "4,x"])).AssertRefused(2, "4,x");
    }

    private static LearningCurve Curve(int[] counts, OfflineEvaluation? evaluation = null) => LearningCurve.Run(
        evaluation ?? Evaluation, counts, Dataset.FromPaths(Eegmmidb.Runs.Select(r => Eegmmidb.PathOf("S007", r))), cancellation: TestContext.Current.CancellationToken);
}
