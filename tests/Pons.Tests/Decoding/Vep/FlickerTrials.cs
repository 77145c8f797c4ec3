using Pons.Decoding;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding.Vep;

/// <summary>
/// The trials X of the reference file on steady-state responses: 24 trials [8 × 250] at 250 Hz, flicker of 8, 9.4, 11 and 13 Hz in turn,
/// locked to the start of the trial.
/// </summary>
internal static class FlickerTrials
{
    public static double[] Frequencies { get; } = [8, 9.4, 11, 13];

    public static StreamInfo Stream { get; } = new(
        "flicker", [.. Enumerable.Range(0, 8).Select(c => new Channel($"C{c}"))], 250, new("file"));

    /// <summary>In the order of the reference, so that the class of trial i is i mod 4.</summary>
    public static TrialSet All { get; } = Of(Signals(), k => Frequencies[k]);

    /// <summary>The places of the reference's classes among <see cref="TrialSet.Classes"/>, which are ordered by name.</summary>
    public static int[] Places { get; } = [.. Frequencies.Select(f => All.Classes.IndexOf(LabelOf(f)))];

    public static TrialSet ThreeClasses => Of(All, [0, 1, 2]);

    public static TrialSet TwoClasses => Of(All, [0, 2]);

    /// <summary>Against the average of all channels: rank 7 of 8.</summary>
    public static TrialSet AverageReferenced => new(Stream, [.. All.Trials.Select(Rereferenced)]);

    public static TrialSet Of(TrialSet set, int[] classes) =>
        set.Select(Enumerable.Range(0, set.Count).Where(i => classes.Contains(i % 4)));

    public static TrialSet Of(double[][] signals, Func<int, double> frequency) =>
        new(Stream, [.. signals.Select((s, i) => OneTrial(s, i, LabelOf(frequency(i % 4))))]);

    public static Trial OneTrial(double[] signal, int index, ClassLabel? label)
    {
        var first = index * 1000L;
        var time = new Timestamp(new("file"), (first + 249) * 4_000_000);
        return new(signal, 8, label, new(new("s"), new("1"), new("1"), first, first + 250, time, first));
    }

    /// <summary>The signals with a phase added to the flicker of each trial.</summary>
    public static double[][] Signals(Func<int, double>? phase = null)
    {
        var stream = new SplitMix(17);
        var noise = stream.Gaussians(24 * 8 * 250);
        var mix = stream.Uniforms(8);
        return [.. Enumerable.Range(0, 24).Select(i => Signal(noise.AsSpan(i * 2000, 2000).ToArray(), mix, i, phase?.Invoke(i) ?? 0))];
    }

    private static double[] Signal(double[] noise, double[] mix, int trial, double phase)
    {
        var k = trial % 4;
        for (var c = 0; c < 8; c++)
            for (var n = 0; n < 250; n++)
                noise[c * 250 + n] += 0.6 * mix[c] * Math.Sin(2 * Math.PI * Frequencies[k] * (n / 250.0) + 0.4 * k + phase);
        return noise;
    }

    private static ClassLabel LabelOf(double frequency) => new(FormattableString.Invariant($"{frequency}Hz"));

    private static Trial Rereferenced(Trial trial)
    {
        var result = trial.Signal.ToArray();
        for (var n = 0; n < 250; n++)
        {
            var mean = Enumerable.Range(0, 8).Average(c => result[c * 250 + n]);
            for (var c = 0; c < 8; c++) result[c * 250 + n] -= mean;
        }

        return new(result, 8, trial.Label, trial.Origin);
    }
}
