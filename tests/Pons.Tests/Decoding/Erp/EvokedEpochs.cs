using Pons.Decoding;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding.Erp;

/// <summary>The epochs P of the reference file on spatial filters: 120 epochs [8 × 64], every sixth a target.</summary>
internal static class EvokedEpochs
{
    public static StreamInfo Stream { get; } = new(
        "epochs", [.. Enumerable.Range(0, 8).Select(c => new Channel($"C{c}"))], 80, new("file"));

    public static TrialSet All { get; } = Made();

    private static TrialSet Made()
    {
        var noise = new SplitMix(13).Gaussians(120 * 8 * 64);
        return new(Stream, [.. Enumerable.Range(0, 120).Select(i => Epoch(noise.AsSpan(i * 512, 512).ToArray(), i))]);
    }

    private static Trial Epoch(double[] values, int index)
    {
        var isTarget = index % 6 == 0;
        for (var c = 0; isTarget && c < 8; c++)
            for (var n = 0; n < 64; n++)
                values[c * 64 + n] += Math.Sin(Math.PI * n / 63) * (1 + c / 8.0);
        var first = index * 100L;
        return new(
            values, 8, new(isTarget ? "target" : "nontarget"),
            new(new("s"), new("1"), new("1"), first, first + 64, new(new("file"), first * 1_000_000), first));
    }
}
