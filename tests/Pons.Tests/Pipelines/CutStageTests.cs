using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Tests.Pipelines;

public sealed class CutStageTests
{
    private static readonly ImmutableSortedDictionary<string, ClassLabel> Labels =
        ImmutableSortedDictionary<string, ClassLabel>.Empty.Add("L", new("left")).Add("R", new("right"));

    private readonly List<TrialLoss> _losses = [];

    [Fact]
    public void A_trial_has_the_samples_after_its_marker_channel_by_channel()
    {
        var trial = Assert.Single(Cut(0.1, 0.05, MadeUp.Ramp(0, 100, 2, 0, (20, "L"), (30, "other"))));
        Assert.Equal([30, 31, 32, 33, 34, 1030, 1031, 1032, 1033, 1034], trial.Signal.ToArray());
        Assert.Equal("left", trial.Label!.Value.Name);
        Assert.Equal((30, 35, 20), (trial.Origin.FirstSampleIndex, trial.Origin.EndSampleIndex, trial.Origin.CueSampleIndex));
        Assert.Equal(MadeUp.Time(34), trial.Origin.Time);
        Assert.Equal(MadeUp.Run, new(trial.Origin.Subject, trial.Origin.Session, trial.Origin.Run));
    }

    [Fact]
    public void A_trial_may_begin_before_its_marker_and_even_end_before_it()
    {
        Assert.Equal(15, Assert.Single(Cut(-0.05, 0.1, MadeUp.Ramp(0, 17), MadeUp.Ramp(17, 20, 2, 0, (20, "R")))).Signal.Span[0]);
        Assert.Equal([10, 11], Assert.Single(Cut(-0.1, 0.02, MadeUp.Ramp(0, 17), MadeUp.Ramp(17, 20, 2, 0, (20, "R"))))[0].ToArray());
    }

    [Fact]
    public void Time_between_samples_counts_and_halves_go_to_the_even_sample()
    {
        Assert.Equal(21, FirstSampleFor(20.6));
        Assert.Equal(20, FirstSampleFor(20.5));
        Assert.Equal(22, FirstSampleFor(21.5));
        Assert.Equal(20, FirstSampleFor(20.4));
    }

    [Fact]
    public void Windows_of_one_cue_come_a_step_apart_and_know_their_cue()
    {
        var trials = Run(new TrialWindow(0, 0.05).Repeated(3, 0.02), MadeUp.Ramp(0, 100, 2, 0, (20, "L")));
        Assert.Equal([20, 22, 24], trials.Select(t => t.Origin.FirstSampleIndex));
        Assert.All(trials, t => Assert.Equal(20, t.Origin.CueSampleIndex));
    }

    [Fact]
    public void A_trial_with_a_gap_in_it_is_lost_and_reported()
    {
        var trials = Cut(0, 0.1, MadeUp.Ramp(0, 25, 2, 0, (10, "L"), (20, "R")), MadeUp.Ramp(28, 40, 2, 3, (30, "L")));
        Assert.Equal([10, 30], trials.Select(t => t.Origin.FirstSampleIndex));
        var loss = Assert.Single(_losses);
        Assert.Equal((LossReason.Gap, 20, "right"), (loss.Reason, loss.FirstSampleIndex, loss.Label.Name));
    }

    [Fact]
    public void A_trial_behind_a_marker_before_a_gap_may_lie_wholly_after_it()
    {
        var trial = Assert.Single(Cut(0.1, 0.05, MadeUp.Ramp(0, 25, 2, 0, (20, "L")), MadeUp.Ramp(28, 40, 2, 3)));
        Assert.Equal(30, trial.Signal.Span[0]);
    }

    [Fact]
    public void A_trial_over_the_start_or_the_end_is_lost_and_reported()
    {
        Assert.Empty(Cut(-0.1, 0.2, MadeUp.Ramp(0, 30, 2, 0, (5, "L"), (25, "R"))));
        Assert.Equal([(LossReason.BeforeStart, -5), (LossReason.EndOfStream, 15)], _losses.Select(l => (l.Reason, l.FirstSampleIndex)));
    }

    [Fact]
    public void A_stream_without_cues_costs_no_memory()
    {
        var run = Stage(new(-0.5, 1)).Start(MadeUp.Stream(), new SinkRun<Trial>(_ => { }));
        var blocks = Enumerable.Range(0, 200).Select(i => MadeUp.Ramp(i * 1000, 1000)).ToArray();
        foreach (var block in blocks[..100]) run.Process(block);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var block in blocks.AsSpan(100)) run.Process(block);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 0);
    }

    [Fact]
    public void Blocks_that_overlap_or_skip_without_saying_so_are_refused()
    {
        Assert.Throws<PipelineRunException>(() => Cut(0, 0.1, MadeUp.Ramp(0, 20), MadeUp.Ramp(19, 20)));
        Assert.Throws<PipelineRunException>(() => Cut(0, 0.1, MadeUp.Ramp(0, 20), MadeUp.Ramp(21, 20)));
    }

    [Fact]
    public void An_irregular_stream_and_a_trial_below_one_sample_are_refused_before_data()
    {
        Assert.Throws<PipelineBuildException>(() => Stage(new(0, 1)).Describe(MadeUp.Stream(rateHz: null)));
        Assert.Throws<PipelineBuildException>(() => Stage(new(0, 0.001)).Describe(MadeUp.Stream()));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, 0)]
    [InlineData(0, double.PositiveInfinity)]
    public void A_window_outside_its_range_cannot_be_made(double start, double length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrialWindow(start, length));

    private long FirstSampleFor(double markerSample)
    {
        var ramp = MadeUp.Ramp(0, 100);
        var block = new SignalBlock(0, ramp.Time, ramp.Samples, 2, [new((long)Math.Round(markerSample), MadeUp.Time(markerSample), "L")]);
        return Assert.Single(Cut(0, 0.05, block)).Origin.FirstSampleIndex;
    }

    private List<Trial> Cut(double start, double length, params SignalBlock[] blocks) => Run(new(start, length), blocks);

    private List<Trial> Run(TrialWindow window, params SignalBlock[] blocks) => Stage(window).Through(MadeUp.Stream(), blocks);

    private CutStage Stage(TrialWindow window) => new(Labels, window, MadeUp.Run) { Lost = _losses.Add };
}
