using Pons.Artefacts;
using Pons.Geometry;
using Pons.Signals;
using Pons.Streams;
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

    [Fact]
    public void A_channel_with_high_frequency_noise_is_found()
    {
        var signal = Slow();
        var noise = new SplitMix(10).Gaussians(Samples);
        ZeroPhaseFilter.Apply(Butterworth.HighPass(4, 60, 200), noise, noise, 1);
        for (var t = 0; t < Samples; t++) signal[5 * Samples + t] += 3 * noise[t];
        var found = Assert.Single(new BadChannelSearch { LargestDeviation = 1e9 }.Find(signal, 12, 200));
        Assert.Equal((5, ChannelFault.Noisy), (found.Channel, found.Fault));
    }

    [Fact]
    public void Two_bridged_channels_name_each_other()
    {
        var signal = Healthy();
        signal.AsSpan(8 * Samples, Samples).CopyTo(signal.AsSpan(9 * Samples));
        Assert.Equal([(8, 9), (9, 8)], new BadChannelSearch().Find(signal, 12, 200).Select(b => (b.Channel, b.BridgedWith!.Value)));
    }

    [Fact]
    public void Two_channels_in_each_others_place_are_not_what_their_neighbours_predict()
    {
        var (signal, info) = RecordedSignal.Read("mi/eegmmidb/S001R01.edf", 0, 60, 1, 60);
        string[] labels = [.. info.Channels.Select(c => c.Label.TrimEnd('.'))];
        var places = labels.Select(l => ElectrodeName.TryParse(l, out var name) ? name.Position : default);
        var positions = new Matrix(64, 3, [.. places.SelectMany(p => (double[])[p.X, p.Y, p.Z])]);
        int fpz = labels.IndexOf("Fpz", StringComparer.OrdinalIgnoreCase), oz = labels.IndexOf("Oz", StringComparer.OrdinalIgnoreCase);
        var search = new BadChannelSearch { LeastCorrelation = 0 };
        int[] before = [.. search.Find(signal, 64, 160, positions).Where(b => b.Fault == ChannelFault.Unpredictable).Select(b => b.Channel)];
        Assert.DoesNotContain(fpz, before);
        Assert.DoesNotContain(oz, before);
        double[] swapped = signal[(fpz * 9600)..((fpz + 1) * 9600)];
        signal.AsSpan(oz * 9600, 9600).CopyTo(signal.AsSpan(fpz * 9600));
        swapped.CopyTo(signal.AsSpan(oz * 9600));
        int[] after = [.. search.Find(signal, 64, 160, positions).Where(b => b.Fault == ChannelFault.Unpredictable).Select(b => b.Channel)];
        Assert.Contains(fpz, after);
        Assert.Contains(oz, after);
        Assert.InRange(after.Length, 2, before.Length + 3);
    }

    private static double[] Slow()
    {
        var signal = Healthy();
        for (var c = 0; c < 12; c++)
            ZeroPhaseFilter.Apply(Butterworth.LowPass(2, 20, 200), signal.AsSpan(c * Samples, Samples), signal.AsSpan(c * Samples, Samples), 1);
        return signal;
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
