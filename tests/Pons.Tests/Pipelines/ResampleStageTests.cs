using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Tests.Pipelines;

public sealed class ResampleStageTests
{
    [Theory]
    [InlineData(250, 100)]
    [InlineData(160, 250)]
    [InlineData(512, 128)]
    public void A_slow_sine_keeps_its_shape_and_comes_later_by_the_stated_delay(double fromHz, double toHz)
    {
        var info = MadeUp.Stream(1, fromHz);
        var stage = new ResampleStage(toHz);
        var output = stage.Describe(info);
        var samples = Enumerable.Range(0, 2000).Select(n => (float)Math.Sin(2 * Math.PI * 3 * n / fromHz)).ToArray();
        var made = Assert.Single(stage.Through(info, new SignalBlock(0, MadeUp.Time(0), samples, 1)));
        Assert.Equal(toHz, output.Info.RateHz);
        Assert.InRange(made.SampleCount - 2000 * toHz / fromHz, -1, 1);
        for (var m = made.SampleCount / 2; m < made.SampleCount; m++)
            Assert.Equal(Math.Sin(2 * Math.PI * 3 * (m / toHz - output.Info.DelaySeconds)), made.Samples.Span[m], 2e-3);
    }

    [Fact]
    public void Markers_move_to_the_next_sample_and_keep_their_time()
    {
        var blocks = new ResampleStage(25).Through(MadeUp.Stream(), MadeUp.Ramp(0, 6, 2, 0, (5, "x")), MadeUp.Ramp(6, 6, 2, 0, (8, "y")));
        Assert.Equal([(2, "x"), (2, "y")], blocks.SelectMany(b => b.Markers).Select(m => ((int)m.SampleIndex, m.Label)));
        Assert.Equal(MadeUp.Time(5), blocks.SelectMany(b => b.Markers).First().Time);
        Assert.All(blocks, b => Assert.All(b.Markers, m => Assert.InRange(m.SampleIndex, b.FirstSampleIndex, b.EndSampleIndex - 1)));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(4000)]
    [InlineData(400_000)]
    public void A_gap_keeps_indices_and_times_on_their_axis(int gap)
    {
        var blocks = new ResampleStage(25).Through(MadeUp.Stream(1), Constant(0, 400, 0), Constant(400 + gap, 400, gap));
        Assert.Equal(((400 + gap) / 4, gap / 4), (blocks[1].FirstSampleIndex, blocks[1].MissingBefore));
        Assert.Equal(MadeUp.Time(400 + gap), blocks[1].Time);
        Assert.All(blocks[1].Samples.ToArray(), v => Assert.Equal(10_000, v, 0.5f));
    }

    [Fact]
    public void Even_one_missing_sample_is_passed_on()
    {
        var blocks = new ResampleStage(25).Through(MadeUp.Stream(1), Constant(0, 402, 0), Constant(403, 400, 1));
        Assert.Equal(1, blocks[1].MissingBefore);
        Assert.Equal(blocks[0].EndSampleIndex + 1, blocks[1].FirstSampleIndex);
    }

    [Fact]
    public void Rates_without_a_common_measure_are_refused() =>
        Assert.Throws<PipelineBuildException>(() => new ResampleStage(100 * Math.PI).Describe(MadeUp.Stream()));

    private static SignalBlock Constant(long first, int count, long missing) =>
        new(first, MadeUp.Time(first), Enumerable.Repeat(10_000f, count).ToArray(), 1, default, missing);
}
