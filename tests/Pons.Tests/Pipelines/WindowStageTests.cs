using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Pipelines;

namespace Pons.Tests.Pipelines;

public sealed class WindowStageTests
{
    [Fact]
    public void Windows_come_every_step_from_sample_zero()
    {
        var windows = new WindowStage(0.1, 0.04, MadeUp.Run).Through(MadeUp.Stream(), MadeUp.Ramp(0, 13), MadeUp.Ramp(13, 9));
        Assert.Equal([(0, 10), (4, 14), (8, 18), (12, 22)], windows.Select(w => (w.Origin.FirstSampleIndex, w.Origin.EndSampleIndex)));
        Assert.Equal([4, 5, 6], windows[1][0][..3].ToArray());
        Assert.All(windows, w => Assert.Null(w.Label));
        Assert.All(windows, w => Assert.Equal(-1, w.Origin.CueSampleIndex));
    }

    [Fact]
    public void A_step_longer_than_the_window_leaves_samples_out()
    {
        var windows = new WindowStage(0.02, 0.05, MadeUp.Run).Through(MadeUp.Stream(), MadeUp.Ramp(0, 13));
        Assert.Equal([0, 5, 10], windows.Select(w => w[0][0]));
    }

    [Fact]
    public void No_window_spans_a_gap_and_the_grid_stays()
    {
        var windows = new WindowStage(0.05, 0.05, MadeUp.Run).Through(MadeUp.Stream(), MadeUp.Ramp(0, 8), MadeUp.Ramp(11, 20, 2, 3));
        Assert.Equal([0, 15, 20, 25], windows.Select(w => w.Origin.FirstSampleIndex));
    }

    [Fact]
    public void A_window_wholly_within_a_cue_carries_its_class()
    {
        var stage = new WindowStage(0.05, 0.05, MadeUp.Run)
        {
            Labels = ImmutableSortedDictionary<string, ClassLabel>.Empty.Add("L", new("left")),
            CueSeconds = 0.12,
        };
        var windows = stage.Through(MadeUp.Stream(), MadeUp.Ramp(0, 30, 2, 0, (10, "L")));
        Assert.Equal([null, null, "left", "left", null, null], windows.Select(w => w.Label?.Name));
        Assert.Equal([-1, -1, 10, 10, -1, -1], windows.Select(w => w.Origin.CueSampleIndex));
    }

    [Fact]
    public void Windows_that_share_memory_hold_the_same_values_until_the_next_one()
    {
        var own = new WindowStage(0.1, 0.04, MadeUp.Run).Through(MadeUp.Stream(), MadeUp.Ramp(0, 13), MadeUp.Ramp(13, 9));
        var seen = new List<double[]>();
        var run = new WindowStage(0.1, 0.04, MadeUp.Run) { ReusesMemory = true }.Start(
            MadeUp.Stream(), new Watching(trial => seen.Add(trial.Signal.ToArray())));
        run.Process(MadeUp.Ramp(0, 13));
        run.Process(MadeUp.Ramp(13, 9));
        Assert.Equal(own.Select(w => w.Signal.ToArray()), seen);
    }

    [Fact]
    public void Windows_that_share_memory_cost_no_memory_of_their_size()
    {
        var run = new WindowStage(1, 0.01, MadeUp.Run) { ReusesMemory = true }.Start(MadeUp.Stream(), new Watching(_ => { }));
        run.Process(MadeUp.Ramp(0, 200));
        var next = MadeUp.Ramp(200, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        run.Process(next);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100 * 512, "a window of 100 samples in two channels has 1600 bytes");
    }

    private sealed class Watching(Action<Trial> see) : StageRun<Trial>
    {
        public override void Process(Trial item) => see(item);

        public override void Complete()
        {
        }
    }
}
