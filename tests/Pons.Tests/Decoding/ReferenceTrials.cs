using Pons.Decoding;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding;

/// <summary>The trials of the reference files as a set: 60 trials [6 × 200] of classes a, b and c in turn.</summary>
internal static class ReferenceTrials
{
    public static StreamInfo Stream { get; } = new(
        "reference", [.. Enumerable.Range(0, 6).Select(c => new Channel($"C{c}"))], 250, new("file"));

    public static TrialSet All { get; } = Of(SplitMix.TestTrials());

    public static TrialSet Train => All.Select(Enumerable.Range(0, 45));

    public static TrialSet Test => All.Select(Enumerable.Range(45, 15));

    public static TrialSet TwoClasses => All.Select(Enumerable.Range(0, 60).Where(i => i % 3 < 2));

    /// <summary>Against the average of all channels: rank 5 of 6.</summary>
    public static TrialSet AverageReferenced { get; } = Of([.. SplitMix.TestTrials().Select(Rereferenced)]);

    public static TrialSet Of(double[][] signals) => new(Stream, [.. signals.Select((s, i) => OneTrial(s, i, new($"{"abc"[i % 3]}")))]);

    public static Trial OneTrial(double[] signal, int index, ClassLabel? label, string run = "1", string session = "1")
    {
        var time = new Timestamp(new("file"), (index * 1000L) + 199);
        var first = index * 1000L;
        return new(signal, 6, label, new(new("s"), new(session), new(run), first, first + signal.Length / 6, time, first));
    }

    private static double[] Rereferenced(double[] signal)
    {
        var result = signal.ToArray();
        for (var n = 0; n < 200; n++)
        {
            var mean = Enumerable.Range(0, 6).Average(c => signal[c * 200 + n]);
            for (var c = 0; c < 6; c++) result[c * 200 + n] -= mean;
        }

        return result;
    }
}
