using Pons.Artefacts;
using Pons.Signals;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Artefacts;

public sealed class AsrTests
{
    private const double RateHz = 160;
    private const int Channels = 16;
    private const int Seconds = 60;

    [Fact]
    public void Bursts_shrink_and_the_rest_stays() => AssertCleans(Brain(1), Brain(2), Channels, 5);

    [Fact]
    public void A_calibration_of_lower_rank_works_the_same()
    {
        double[] calibration = Referenced(Brain(1)), signal = Referenced(Brain(2));
        Assert.Equal(Channels - 1, new Asr().Fit(calibration, Channels, RateHz).Rank);
        AssertCleans(calibration, signal, Channels, 5);
    }

    [Fact]
    public void An_interpolated_channel_works_the_same()
    {
        var places = ElectrodeName.All.Take(Channels).Select(e => e.Position);
        var map = ChannelInterpolation.Of(new(Channels, 3, [.. places.SelectMany(p => (double[])[p.X, p.Y, p.Z])]), 5);
        double[] calibration = map.Apply(Brain(1)).Values.ToArray(), signal = map.Apply(Brain(2)).Values.ToArray();
        Assert.Equal(Channels - 1, new Asr().Fit(calibration, Channels, RateHz).Rank);
        AssertCleans(calibration, signal, Channels, 5);
    }

    [Fact]
    public void Bursts_in_recorded_eeg_shrink_and_the_rest_stays()
    {
        double[] rest = Recorded("S001R01.edf", 0, 60, out var channels), imagery = Recorded("S001R04.edf", 0, 60, out _);
        AssertCleans(rest, imagery, channels, 3);
    }

    [Fact]
    public void Calibration_leaves_out_what_is_not_clean()
    {
        var dirty = Brain(1);
        Burst(dirty, Channels, 20, 300);
        Burst(dirty, Channels, 40, 300);
        AssertCleans(dirty, Brain(2), Channels, 4);
    }

    [Fact]
    public void What_it_cannot_learn_from_is_refused()
    {
        Assert.Throws<ArtefactException>(() => new Asr().Fit(new double[Channels * 100], Channels, RateHz));
        var shifted = Brain(1);
        for (var i = 0; i < shifted.Length; i++) shifted[i] += 1e4;
        Assert.Contains("offset", Assert.Throws<ArtefactException>(() => new Asr().Fit(shifted, Channels, RateHz)).Message, StringComparison.Ordinal);
        Assert.Throws<ArtefactException>(() => new Asr { StepSeconds = 0 }.Fit(Brain(1), Channels, RateHz));
    }

    /// <summary>Root mean square errors: burst parts fall by the factor, other parts change by less than 5 % of the signal.</summary>
    private static void AssertCleans(double[] calibration, double[] clean, int channels, double factor)
    {
        var dirty = clean.ToArray();
        int samples = clean.Length / channels, second = (int)RateHz;
        foreach (var at in (int[])[15, 30, 45]) Burst(dirty, channels, at, 400);
        var cleaned = new Asr().Fit(calibration, channels, RateHz).Clean(dirty).Values.ToArray();
        double before = 0, after = 0, spoilt = 0, size = 0;
        for (var c = 0; c < channels; c++)
            for (var t = second; t < samples - second; t++)
            {
                var i = c * samples + t;
                var isBurst = t / second is 15 or 30 or 45;
                if (isBurst) (before, after) = (before + Square(dirty[i] - clean[i]), after + Square(cleaned[i] - clean[i]));
                else if (t / second is not (14 or 16 or 29 or 31 or 44 or 46))
                    (spoilt, size) = (spoilt + Square(cleaned[i] - clean[i]), size + Square(clean[i]));
            }

        Assert.True(before > factor * factor * after, $"Bursts fell by {Math.Sqrt(before / after):0.00} only.");
        Assert.True(spoilt < 0.05 * 0.05 * size, $"Clean parts changed by {Math.Sqrt(spoilt / size):0.000}.");
    }

    private static double Square(double value) => value * value;

    /// <summary>A second of noise on one topography.</summary>
    private static void Burst(double[] signal, int channels, int second, double size)
    {
        var random = new SplitMix((ulong)second);
        var weights = random.Gaussians(channels);
        var mean = weights.Average();
        var samples = signal.Length / channels;
        for (var t = 0; t < RateHz; t++)
        {
            var value = size * Math.Sin(Math.PI * t / RateHz) * random.Gaussian();
            for (var c = 0; c < channels; c++) signal[c * samples + second * (int)RateHz + t] += (weights[c] - mean) * value;
        }
    }

    /// <summary>Ten mixed rhythms of changing strength and a little noise, 10 µV or so.</summary>
    private static double[] Brain(ulong seed)
    {
        const int samples = Seconds * (int)RateHz;
        double[] mixing = new SplitMix(77).Gaussians(Channels * 10);
        var random = new SplitMix(seed);
        var signal = random.Gaussians(Channels * samples);
        for (var k = 0; k < 10; k++)
        {
            var noise = random.Gaussians(samples);
            ZeroPhaseFilter.Apply(Butterworth.BandPass(2, 2 + 2 * k, 6 + 3 * k, RateHz), noise, noise, 1);
            for (var c = 0; c < Channels; c++)
                for (var t = 0; t < samples; t++) signal[c * samples + t] += 10 * mixing[c * 10 + k] * noise[t];
        }

        return signal;
    }

    private static double[] Referenced(double[] signal)
    {
        var samples = signal.Length / Channels;
        for (var t = 0; t < samples; t++)
        {
            var mean = Enumerable.Range(0, Channels).Average(c => signal[c * samples + t]);
            for (var c = 0; c < Channels; c++) signal[c * samples + t] -= mean;
        }

        return signal;
    }

    private static double[] Recorded(string name, int from, int seconds, out int channels) =>
        RecordedSignal.Read("mi/eegmmidb/" + name, from, seconds, out channels, 1, 70);
}
