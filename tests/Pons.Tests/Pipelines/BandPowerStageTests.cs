using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Tests.Pipelines;

public sealed class BandPowerStageTests
{
    [Fact]
    public void A_sine_in_the_band_has_half_the_square_of_its_amplitude_and_one_outside_has_none()
    {
        var samples = new float[2 * 4000];
        for (var n = 0; n < 4000; n++)
        {
            samples[2 * n] = (float)(6 * Math.Sin(2 * Math.PI * 10 * n / 200));
            samples[2 * n + 1] = (float)(6 * Math.Sin(2 * Math.PI * 40 * n / 200));
        }

        var info = MadeUp.Stream(2, 200);
        var stage = new BandPowerStage(8, 13, 1, 0.1);
        var powers = stage.Through(info, new SignalBlock(0, MadeUp.Time(0), samples, 2));
        Assert.Equal(191, powers.Count);
        Assert.InRange(powers[^1].Samples.Span[0], 17.5, 18.5);
        Assert.InRange(powers[^1].Samples.Span[1], 0, 0.01);
        Assert.Equal(9, powers[0].FirstSampleIndex);
        Assert.Equal(MadeUp.Time(199, 200), powers[0].Time);
        var output = stage.Describe(info);
        Assert.Equal((10.0, "µV²"), (output.Info.RateHz, output.Info.Channels[0].Unit));
    }

    [Fact]
    public void A_gap_restarts_the_window_and_its_values_are_counted_as_missing()
    {
        SignalBlock Noise(long first, int count, long missing) =>
            new(first, MadeUp.Time(first), Enumerable.Range(0, count).Select(n => (float)(n % 7)).ToArray(), 1, default, missing);
        var powers = new BandPowerStage(8, 30, 0.2, 0.1).Through(MadeUp.Stream(1), Noise(0, 45, 0), Noise(52, 100, 7));
        Assert.Equal([1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14], powers.Select(p => p.FirstSampleIndex));
        Assert.Equal(3, powers[3].MissingBefore);
        Assert.Equal(0, powers.Where((_, i) => i != 3).Sum(p => p.MissingBefore));
    }

    [Fact]
    public void A_window_shorter_than_its_step_cannot_be_made() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BandPowerStage(8, 30, 0.1, 0.2));
}
