using Pons.Artefacts;
using Pons.Tests.Reference;

namespace Pons.Tests.Artefacts;

public sealed class BadChannelSearchTests
{
    private const int Samples = 4000;

    [Fact]
    public void Every_planted_fault_is_found_and_nothing_else()
    {
        var signal = Healthy();
        signal.AsSpan(2 * Samples, Samples).Fill(5);
        for (var t = 0; t < Samples; t++) signal[4 * Samples + t] *= 50;
        var noise = new SplitMix(9).Gaussians(Samples);
        for (var t = 0; t < Samples; t++) signal[6 * Samples + t] = 2.24 * noise[t];
        signal.AsSpan(8 * Samples, Samples).CopyTo(signal.AsSpan(9 * Samples));
        var found = new BadChannelSearch().Find(signal, 12, 200);
        Assert.Equal(
            [(2, ChannelFault.Flat), (4, ChannelFault.Amplitude), (6, ChannelFault.Uncorrelated), (8, ChannelFault.Bridged), (9, ChannelFault.Bridged)],
            found.Select(b => (b.Channel, b.Fault)));
    }

    [Fact]
    public void A_healthy_signal_has_no_bad_channel() => Assert.Empty(new BadChannelSearch().Find(Healthy(), 12, 200));

    [Fact]
    public void A_value_that_is_not_finite_makes_its_channel_bad()
    {
        var signal = Healthy();
        signal[3 * Samples + 17] = double.NaN;
        Assert.Equal(3, Assert.Single(new BadChannelSearch().Find(signal, 12, 200)).Channel);
        Assert.Throws<ArtefactException>(() => new BadChannelSearch().Find(signal.AsSpan(0, 2 * Samples), 2, 200));
        Assert.Throws<ArtefactException>(() => new BadChannelSearch().Find(signal.AsSpan(0, 1200), 12, 200));
    }

    /// <summary>Twelve channels that share two sources and have noise of their own.</summary>
    private static double[] Healthy()
    {
        var random = new SplitMix(7);
        double[] a = random.Gaussians(Samples), b = random.Gaussians(Samples), signal = random.Gaussians(12 * Samples);
        for (var c = 0; c < 12; c++)
            for (var t = 0; t < Samples; t++)
                signal[c * Samples + t] += 2 * Math.Cos(0.5 * c) * a[t] + 2 * Math.Sin(0.5 * c) * b[t];
        return signal;
    }
}
