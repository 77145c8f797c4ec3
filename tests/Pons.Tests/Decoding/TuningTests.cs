using Pons.Decoding;
using Pons.Decoding.Riemann;
using Pons.Decoding.Tuning;
using Pons.Evaluation;
using Pons.Experiments.MotorImagery;
using Pons.Tests.Experiments;

namespace Pons.Tests.Decoding;

public sealed class TuningTests
{
    private static readonly Tuned TangentLr = new(new TangentLr());

    [Fact]
    public void The_model_is_a_plain_one_of_the_chosen_parameters()
    {
        var trials = TrialSet.Concat([Eegmmidb.Trials("S007", "R04"), Eegmmidb.Trials("S007", "R08")]);
        var result = TangentLr.Choose(trials);
        var model = TangentLr.Fit(trials);
        Assert.Equal(4, result.Candidates.Length);
        Assert.Equal(result.Candidates.Max(c => c.BalancedAccuracy), result.Candidates.First(c => c.Decoder == result.Chosen).BalancedAccuracy);
        Assert.Equal(result.Chosen.Fit(trials).ContentHash, model.ContentHash);
        Assert.Equal("tangent-lr", model.Decoder.Name);
        Assert.Equal(((TangentLr)result.Chosen).InversePenalty, model.Decoder.Parameters["inversePenalty"]);
        Assert.Equal(model.ContentHash, TangentLr.Fit(trials).ContentHash);
    }

    [Fact]
    public void A_run_is_left_out_as_a_whole_and_people_before_runs()
    {
        var folds = InnerFolds.Of(TrialSet.Concat([Eegmmidb.Trials("S007", "R04"), Eegmmidb.Trials("S007", "R08")]), "made");
        Assert.Equal([15, 15], folds.Select(f => f.Test.Length));
        var people = InnerFolds.Of(TrialSet.Concat([.. from s in new[] { "S001", "S007" } from r in Eegmmidb.Runs select Eegmmidb.Trials(s, r)]), "made");
        Assert.Equal([45, 45], people.Select(f => f.Test.Length));
    }

    [Fact]
    public void One_run_is_left_out_in_stretches_of_time()
    {
        var folds = InnerFolds.Of(ReferenceTrials.TwoClasses, "made");
        Assert.Equal(5, folds.Length);
        Assert.All(folds, f => Assert.Equal(f.Test.Max() - f.Test.Min() + 1, f.Test.Length));
        Assert.Equal(Enumerable.Range(0, ReferenceTrials.TwoClasses.Count), folds.SelectMany(f => f.Test).Order());
    }

    /// <summary>Labels of the tested run are turned round; models and what they chose must stay the same.</summary>
    [Fact]
    public void Labels_of_the_test_have_no_say_in_what_is_chosen()
    {
        var train = TrialSet.Concat([Eegmmidb.Trials("S007", "R04"), Eegmmidb.Trials("S007", "R08")]);
        var test = Eegmmidb.Trials("S007", "R12");
        var turned = new TrialSet(test.Stream, [.. test.Trials.Select(t => new Trial(
            t.Signal, t.ChannelCount, new(t.Label!.Value.Name == "left" ? "right" : "left"), t.Origin))]);
        string[] Hashes(TrialSet tested)
        {
            var all = TrialSet.Concat([train, tested]);
            var fold = new LeaveOneRunOut().Folds(all).Single(f => f.Name == "R12");
            return [TangentLr.Fit(all.Select(fold.Train)).ContentHash];
        }

        Assert.Equal(Hashes(test), Hashes(turned));
    }

    [Fact]
    public void Tuned_decoders_are_known_by_name_and_reach_what_the_plain_one_does()
    {
        var evaluation = new OfflineEvaluation(new LeftRightImagery(), [Decoders.Named("tangent-lr"), Decoders.Named("tangent-lr+tuned")], new LeaveOneRunOut());
        var table = evaluation.Run(Dataset.FromPaths(Eegmmidb.Runs.Select(r => Eegmmidb.PathOf("S007", r))), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["tangent-lr", "tangent-lr+tuned"], table.Rows.Select(r => r.Decoder));
        Assert.InRange(table.Rows[1].Scores.CorrectCount, table.Rows[0].Scores.CorrectCount - 3, 45);
    }

    [Fact]
    public void What_cannot_be_tuned_or_left_out_is_refused()
    {
        Assert.Contains("riemann-mdm", Assert.Throws<DecodingException>(() => new Tuned(new RiemannMdm()).Fit(ReferenceTrials.All)).What, StringComparison.Ordinal);
        Assert.Throws<DecodingException>(() => TangentLr.Fit(ReferenceTrials.All.Select([])));
        Assert.Contains("6 cues", Assert.Throws<DecodingException>(() => TangentLr.Fit(ReferenceTrials.All.Select(Enumerable.Range(0, 6)))).What, StringComparison.Ordinal);
        var apart = new TrialSet(ReferenceTrials.Stream, [.. ReferenceTrials.TwoClasses.Trials.Select((t, i) => new Trial(
            t.Signal, t.ChannelCount, t.Label, t.Origin with { Run = new(t.Label!.Value.Name) }))]);
        Assert.Contains("one part alone", Assert.Throws<DecodingException>(() => TangentLr.Fit(apart)).What, StringComparison.Ordinal);
        Assert.Null(Decoders.Find("absent+tuned"));
    }
}
