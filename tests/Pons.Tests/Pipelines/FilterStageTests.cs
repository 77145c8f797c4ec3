using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Tests.Pipelines;

public sealed class FilterStageTests
{
    [Fact]
    public void A_sine_in_the_band_passes_and_comes_later_by_the_stated_delay()
    {
        const int rateHz = 1000;
        var stage = FilterStage.BandPass(8, 30);
        var info = MadeUp.Stream(1, rateHz);
        var output = stage.Describe(info);
        var centreHz = Math.Sqrt(8 * 30);
        // The envelope of a slowly modulated sine is delayed by the group delay.
        var samples = Enumerable.Range(0, 8000).Select(n => (float)(Math.Sin(2 * Math.PI * centreHz * n / rateHz) * Envelope(n))).ToArray();
        var filtered = Assert.Single(stage.Through(info, new SignalBlock(0, MadeUp.Time(0), samples, 1))).Samples.ToArray();
        var at = Enumerable.Range(0, 8000).MaxBy(n => Math.Abs(filtered[n]));
        Assert.InRange(at - 4000, output.DelaySamples - 35, output.DelaySamples + 35);
        Assert.Equal(output.DelaySamples / rateHz, output.Info.DelaySeconds, 12);

        static double Envelope(int n) => Math.Exp(-Math.Pow((n - 4000) / 800.0, 2));
    }

    [Fact]
    public void Index_time_markers_and_gaps_pass_unchanged()
    {
        var block = MadeUp.Ramp(5, 10, 2, 3, (7, "x"));
        var filtered = Assert.Single(FilterStage.BandPass(8, 30).Through(MadeUp.Stream(), block));
        Assert.Equal(
            (block.FirstSampleIndex, block.Time, block.MissingBefore), (filtered.FirstSampleIndex, filtered.Time, filtered.MissingBefore));
        Assert.Equal(block.Markers, filtered.Markers);
    }

    [Fact]
    public void The_filter_goes_on_across_a_gap_so_an_offset_does_not_ring()
    {
        SignalBlock Offset(long first, long missing) =>
            new(first, MadeUp.Time(first), Enumerable.Repeat(10_000f, 1000).ToArray(), 1, default, missing);
        var blocks = FilterStage.BandPass(8, 30).Through(MadeUp.Stream(1), Offset(0, 0), Offset(1005, 5));
        Assert.All(blocks[1].Samples.ToArray(), v => Assert.InRange(v, -1, 1));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_sample_that_is_not_finite_is_named(float value)
    {
        var samples = new float[20];
        samples[7] = value;
        var error = Assert.Throws<PipelineRunException>(
            () => FilterStage.BandPass(8, 30).Through(MadeUp.Stream(), new SignalBlock(100, MadeUp.Time(100), samples, 2)));
        Assert.Contains("sample 103 of channel 'C1'", error.Message, StringComparison.Ordinal);
        Assert.Equal("filter", error.Stage);
    }

    [Theory]
    [InlineData(8, 60)]
    [InlineData(30, 8)]
    [InlineData(0, 30)]
    public void A_band_that_does_not_exist_at_the_rate_is_refused_before_data(double lowHz, double highHz) =>
        Assert.Throws<PipelineBuildException>(() => FilterStage.BandPass(lowHz, highHz).Describe(MadeUp.Stream(rateHz: 100)));

    [Fact]
    public void Every_shape_can_be_designed()
    {
        FilterShape[] shapes = [new BandPassShape(4, 8, 30), new LowPassShape(4, 30), new HighPassShape(2, 0.5), new NotchShape(50)];
        foreach (var shape in shapes)
            Assert.True(new FilterStage(shape).Describe(MadeUp.Stream(rateHz: 250)).DelaySamples is > 0 and < 1000);
    }
}
