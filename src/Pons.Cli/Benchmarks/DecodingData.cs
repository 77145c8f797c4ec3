using System.Globalization;
using Pons.Decoding.Continuous;
using Pons.Geometry;

namespace Pons.Cli.Benchmarks;

/// <summary>Trials as imagery, evoked responses, flicker and codes give them; bench/peers/decoding.py makes the same numbers.</summary>
internal static class DecodingData
{
    private const int CodeLength = 63;

    /// <summary>288 trials of 22 × 1000 at 250 Hz; channel k of class k is 1.6 times as strong.</summary>
    public static LabelledSignals Imagery(int classes, int count = BenchmarkData.TrialCount)
    {
        var signals = BenchmarkData.Trials(count);
        for (var i = 0; i < signals.Length; i++)
            foreach (ref var value in signals[i].AsSpan(i % classes * BenchmarkData.TrialSamples, BenchmarkData.TrialSamples)) value *= 1.6;
        return new(BenchmarkData.RateHz, BenchmarkData.TrialChannels, signals, [.. signals.Select((_, i) => $"c{i % classes}")]);
    }

    /// <summary>1000 epochs of 16 × 128 at 128 Hz; every sixth holds a response.</summary>
    public static LabelledSignals Epochs()
    {
        const int count = 1000, channels = 16, samples = 128;
        var signals = Noise(4, count, channels, samples);
        for (var i = 0; i < count; i += 6)
            for (var n = 0; n < channels * samples; n++)
                signals[i][n] += 0.25 - 0.25 * Math.Cos(2 * Math.PI * (n % samples) / (samples - 1));
        return new(samples, channels, signals, [.. Enumerable.Range(0, count).Select(i => i % 6 == 0 ? "target" : "other")]);
    }

    /// <summary>Flicker, six trials a class.</summary>
    public static LabelledSignals Flicker(double[] frequencies, int channels, int samples, double rateHz)
    {
        var signals = Noise(5, 6 * frequencies.Length, channels, samples);
        for (var i = 0; i < signals.Length; i++)
        {
            var k = i % frequencies.Length;
            for (var n = 0; n < channels * samples; n++)
                signals[i][n] += 0.5 * Math.Sin(2 * Math.PI * frequencies[k] * (n % samples / rateHz) + k * 0.5 * Math.PI);
        }

        return new(rateHz, channels, signals, [.. signals.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{frequencies[i % frequencies.Length]}Hz"))]);
    }

    /// <summary>40 classes as in the usual speller: 8 to 15.8 Hz, 9 × 250 at 250 Hz.</summary>
    public static LabelledSignals Speller() => Flicker([.. Enumerable.Range(0, 40).Select(k => Math.Round(8 + 0.2 * k, 1))], 9, 250, 250);

    /// <summary>Three classes as in the exoskeleton set: 13, 17 and 21 Hz, 8 × 1024 at 256 Hz.</summary>
    public static LabelledSignals Exoskeleton() => Flicker([13, 17, 21], 8, 1024, 256);

    /// <summary>36 classes of one code of 63 bits, each one bit later; four trials a class of 8 × 504 at 240 Hz.</summary>
    public static (LabelledSignals Signals, Dictionary<string, string> Codes) Coded()
    {
        const int classes = 36;
        var code = Code();
        var signals = Noise(6, 4 * classes, 8, 504);
        return (
            new(240, 8, signals, [.. signals.Select((_, i) => $"c{i % classes:00}")]),
            Enumerable.Range(0, classes).ToDictionary(k => $"c{k:00}", k => code[k..] + code[..k]));
    }

    /// <summary>20 000 bins of 96 units that follow position and velocity on two axes.</summary>
    public static BinnedMovement Movement()
    {
        const int bins = 20_000, units = 96, axes = 2;
        double[] steps = BenchmarkData.Gaussians(7, bins * axes), tuning = BenchmarkData.Gaussians(8, units * 4), counts = BenchmarkData.Gaussians(9, bins * units);
        Matrix positions = new(bins, axes), velocities = new(bins, axes);
        for (var t = 0; t < bins; t++)
            for (var a = 0; a < axes; a++)
            {
                velocities[t, a] = 0.1 * steps[t * axes + a];
                positions[t, a] = velocities[t, a] + (t > 0 ? 0.99 * positions[t - 1, a] : 0);
            }

        for (var t = 0; t < bins; t++)
            for (var u = 0; u < units; u++)
                for (var a = 0; a < axes; a++)
                    counts[t * units + u] += 0.3 * (tuning[u * 4 + a] * positions[t, a] + 10 * tuning[u * 4 + 2 + a] * velocities[t, a]);
        return new(new(bins, units, counts), positions, velocities, 0.05);
    }

    private static double[][] Noise(ulong seed, int count, int channels, int samples) =>
        [.. BenchmarkData.Gaussians(seed, count * channels * samples).Chunk(channels * samples)];

    // A shift register of six bits with feedback from the first two.
    private static string Code()
    {
        var register = new List<int> { 1, 0, 0, 0, 0, 0 };
        while (register.Count < CodeLength) register.Add(register[^6] ^ register[^5]);
        return string.Concat(register);
    }
}
