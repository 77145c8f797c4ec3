using Pons.Server.Devices;
using Pons.Streams;

namespace Pons.Server.Tests.Devices;

public sealed class QualityMeterTests
{
    private const double Rate = 500;

    [Theory]
    [InlineData("alpha", nameof(ChannelVerdict.Good))]
    [InlineData("flat", nameof(ChannelVerdict.Flat))]
    [InlineData("mains", nameof(ChannelVerdict.Mains))]
    [InlineData("clipped", nameof(ChannelVerdict.Saturated))]
    [InlineData("large", nameof(ChannelVerdict.Large))]
    [InlineData("nan", nameof(ChannelVerdict.NotFinite))]
    public void A_second_of_signal_is_judged(string signal, string verdict)
    {
        var meter = Meter(1);
        meter.Take([.. Enumerable.Range(0, 499).Select(i => Value(signal, i))]);
        Assert.Null(meter.Latest);
        meter.Take([Value(signal, 499)]);
        Assert.Equal(verdict, meter.Latest![0].Verdict.ToString());
    }

    [Fact]
    public void Figures_are_those_of_the_sine()
    {
        var meter = Meter(2);
        meter.Take([.. Enumerable.Range(0, 1000).Select(i => (float)(1000 + 10 * Math.Sin(2 * Math.PI * (i % 2 == 0 ? 50 : 10) * (i / 2) / Rate)))]);
        Assert.Equal(10 / Math.Sqrt(2), meter.Latest![0].Rms, 3);
        Assert.Equal(1, meter.Latest[0].MainsShare!.Value, 4);
        Assert.Equal(0, meter.Latest[1].MainsShare!.Value, 4);
        Assert.Equal(20, meter.Latest[1].PeakToPeak, 1);
    }

    [Fact]
    public void A_gap_begins_the_second_again()
    {
        var meter = Meter(1);
        meter.Take(new float[400]);
        meter.Restart();
        meter.Take(new float[499]);
        Assert.Null(meter.Latest);
    }

    [Fact]
    public void Where_a_device_sends_very_much_it_rests_in_between()
    {
        var meter = Meter(4000);
        var second = new float[(int)Rate * 4000];
        meter.Take(second);
        var first = meter.Latest;
        meter.Take(second.AsSpan(0, second.Length / 2));
        Assert.Same(first, meter.Latest);
        meter.Take(second);
        Assert.Same(first, meter.Latest);
        meter.Take(second);
        Assert.NotSame(first, meter.Latest);
    }

    private static QualityMeter Meter(int channels) =>
        new(new("EEG", [.. Enumerable.Range(1, channels).Select(c => new Channel($"C{c}"))], Rate, new("amplifier")));

    private static float Value(string signal, int i) => signal switch
    {
        "alpha" => (float)(30 * Math.Sin(2 * Math.PI * 10 * i / Rate) + 5 * Math.Sin(2 * Math.PI * 50 * i / Rate)),
        "flat" => 17,
        "mains" => (float)(10 * Math.Sin(2 * Math.PI * 10 * i / Rate) + 30 * Math.Sin(2 * Math.PI * 60 * i / Rate)),
        "clipped" => (float)Math.Clamp(100 * Math.Sin(2 * Math.PI * 7 * i / Rate), -60, 60),
        "large" => (float)(1000 * Math.Sin(2 * Math.PI * 2.5 * i / Rate)),
        _ => i == 100 ? float.NaN : i,
    };
}
