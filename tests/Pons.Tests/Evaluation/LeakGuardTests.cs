using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Evaluation;
using Pons.Experiments.MotorImagery;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Evaluation;

/// <summary>Whatever a split or a decoder tries: training knows nothing of the test.</summary>
public sealed class LeakGuardTests
{
    private static readonly StreamInfo Stream = new("made", [new("C3"), new("C4")], 100, new("made"));

    [Fact]
    public void Overlapping_windows_across_the_split_are_refused()
    {
        var fault = Assert.Throws<EvaluationException>(() => LeakGuard.Demand("1", [Made("S1", "1", 0, 200)], [Made("S1", "1", 150, 350)]));
        Assert.Contains("share 50 samples", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_of_one_cue_across_the_split_are_refused()
    {
        var fault = Assert.Throws<EvaluationException>(() => LeakGuard.Demand("1", [Made("S1", "1", 0, 200, cue: 7)], [Made("S1", "1", 200, 400, cue: 7)]));
        Assert.Contains("one cue", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void One_recording_under_two_subjects_is_refused()
    {
        var trial = Made("S1", "1", 0, 200);
        var copy = new Trial(trial.Signal.ToArray(), 2, trial.Label, trial.Origin with { Subject = new("S2"), FirstSampleIndex = 9000, EndSampleIndex = 9200 });
        Assert.Contains("very same values", Assert.Throws<EvaluationException>(() => LeakGuard.Demand("1", [trial], [copy])).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_that_touch_and_flat_trials_are_no_leak()
    {
        LeakGuard.Demand("1", [Made("S1", "1", 0, 200)], [Made("S1", "1", 200, 400), Made("S1", "2", 0, 200), Made("S2", "1", 0, 200)]);
        LeakGuard.Demand("1", [Flat("S1")], [Flat("S2")]);
    }

    [Fact]
    public void A_split_that_trains_on_the_test_is_refused_before_anything_is_fitted()
    {
        var evaluation = new OfflineEvaluation(new LeftRightImagery(), [new Spy()], new TrainOnTest());
        var fault = Assert.Throws<EvaluationException>(() => evaluation.Run(Dataset.FromPaths([RecordedData.PathOf("mi/eegmmidb/S001R04.edf")])));
        Assert.Contains("leaks", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decoder_cannot_read_the_label_of_what_it_decides_on()
    {
        var evaluation = new OfflineEvaluation(new LeftRightImagery(), [new Spy()], new LeaveOneRunOut());
        var table = evaluation.Run(Dataset.FromPaths([RecordedData.PathOf("mi/eegmmidb/S001R04.edf"), RecordedData.PathOf("mi/eegmmidb/S001R08.edf")]));
        Assert.All(table.Rows.SelectMany(r => r.Folds).SelectMany(f => f.Trials), t => Assert.Equal(table.Rows[0].Folds[0].Trials[0].Prediction.Label, t.Prediction.Label));
    }

    private static Trial Made(string subject, string run, long first, long end, long cue = -1)
    {
        var random = new SplitMix((ulong)HashCode.Combine(first, subject.Length, subject[^1], run[0]));
        var signal = Enumerable.Range(0, (int)(end - first) * 2).Select(_ => (double)(random.Next() >> 11)).ToArray();
        return new(signal, 2, new("left"), new(new(subject), new("1"), new(run), first, end, new(new("made"), 0), cue));
    }

    private static Trial Flat(string subject) => new(new double[400], 2, new("left"), new(new(subject), new("1"), new("1"), 0, 200, new(new("made"), 0), -1));

    private sealed record TrainOnTest : Split
    {
        public override string Name => "train-on-test";

        public override ImmutableArray<Fold> Folds(TrialSet trials) =>
            [new("all", [.. Enumerable.Range(0, trials.Count)], [.. Enumerable.Range(0, trials.Count)])];
    }

    /// <summary>Says the label of the trial if it can see it, else the first class.</summary>
    private sealed record Spy : Decoder
    {
        public override string Name => "spy";

        public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty;

        public override FittedDecoder Fit(TrialSet trials) => new Fitted(this, trials);

        public override FittedDecoder Restore(ModelContent content) => throw new NotSupportedException();

        private sealed class Fitted(Decoder decoder, TrialSet trials) : FittedDecoder(decoder, trials.Stream, trials.SampleCount, trials.Classes)
        {
            protected override ImmutableArray<ModelArray> LearntArrays() => [];

            protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount) => [1, 0];

            protected override double[] Probabilities(Trial trial) => trial.Label is { } label && Classes.IndexOf(label) == 1 ? [0, 1] : [1, 0];
        }
    }
}
