using Pons.Decoding;
using Pons.Evaluation;
using Pons.Tests.Decoding;

namespace Pons.Tests.Evaluation;

public sealed class SplitTests
{
    private static readonly double[] Signal = [.. Enumerable.Range(0, 12).Select(i => (double)i)];

    [Fact]
    public void Each_run_is_tested_once_by_the_others()
    {
        var folds = new LeaveOneRunOut().Folds(Trials(i => ($"R{i % 3}", "1", i)));
        Assert.Equal(["R0", "R1", "R2"], folds.Select(f => f.Name));
        Assert.Equal(Enumerable.Range(0, 30).Where(i => i % 3 == 1), folds[1].Test);
        AssertPartition(folds, 30);
    }

    [Fact]
    public void A_single_run_cannot_be_left_out() =>
        Assert.Throws<EvaluationException>(() => new LeaveOneRunOut().Folds(Trials(_ => ("R1", "1", 0))));

    [Fact]
    public void Folds_share_every_class_and_never_part_the_windows_of_a_cue()
    {
        // Five windows a cue, classes alternating from cue to cue.
        var trials = new TrialSet(Stream, [.. Enumerable.Range(0, 100).Select(i => One(i, i / 5 % 2 == 0 ? "a" : "b", "R1", "1", i / 5))]);
        var folds = new StratifiedFolds(5, seed: 3).Folds(trials);
        AssertPartition(folds, 100);
        foreach (var fold in folds)
        {
            Assert.Equal(2, fold.Test.Where(i => trials.Trials[i].Label!.Value.Name == "a").Select(i => i / 5).Distinct().Count());
            Assert.Empty(fold.Test.Select(i => i / 5).Intersect(fold.Train.Select(i => i / 5)));
        }
    }

    [Fact]
    public void Folds_stay_within_their_session_and_depend_on_the_seed_alone()
    {
        var trials = Trials(i => ("R1", $"{i % 2}", i));
        var folds = new StratifiedFolds(3, 1).Folds(trials);
        Assert.Equal(6, folds.Length);
        Assert.All(folds, f => Assert.Single(f.Test.Concat(f.Train).Select(i => i % 2).Distinct()));
        Assert.Equal(folds.SelectMany(f => f.Test), new StratifiedFolds(3, 1).Folds(trials).SelectMany(f => f.Test));
        Assert.NotEqual(folds.SelectMany(f => f.Test), new StratifiedFolds(3, 2).Folds(trials).SelectMany(f => f.Test));
    }

    [Fact]
    public void More_folds_than_cues_of_a_class_are_refused() =>
        Assert.Throws<EvaluationException>(() => new StratifiedFolds(20).Folds(Trials(i => ("R1", "1", i))));

    [Fact]
    public void Splits_are_found_by_name()
    {
        Assert.IsType<LeaveOneRunOut>(Split.Named("leave-one-run-out"));
        Assert.Equal(7, Assert.IsType<StratifiedFolds>(Split.Named("stratified-folds", 7)).Seed);
        Assert.Throws<EvaluationException>(() => Split.Named("shuffled"));
    }

    private static void AssertPartition(IEnumerable<Fold> folds, int count)
    {
        var all = folds.ToList();
        Assert.Equal(Enumerable.Range(0, count), all.SelectMany(f => f.Test).Order());
        Assert.All(all, f => Assert.Empty(f.Test.Intersect(f.Train)));
    }

    private static TrialSet Trials(Func<int, (string Run, string Session, int Cue)> place) =>
        new(Stream, [.. Enumerable.Range(0, 30).Select(i => Placed(i, place(i)))]);

    private static Trial Placed(int index, (string Run, string Session, int Cue) place) =>
        One(index, index / 2 % 2 == 0 ? "a" : "b", place.Run, place.Session, place.Cue);

    private static Pons.Streams.StreamInfo Stream => ReferenceTrials.Stream;

    private static Trial One(int index, string label, string run, string session, int cue)
    {
        var origin = new TrialOrigin(new("s"), new(session), new(run), index, index + 2, new(new("file"), index), cue);
        return new(Signal, 6, new(label), origin);
    }
}
