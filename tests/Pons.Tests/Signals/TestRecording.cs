using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

/// <summary>The reference signal in streaming order, and ways to pick and to cut.</summary>
internal static class TestRecording
{
    public const int Channels = 4;
    public const int Samples = 1000;
    public const double RateHz = 250;

    /// <summary>The test signal as [sample × channel].</summary>
    public static double[] SampleMajor() => Transpose(SplitMix.TestSignal(), Channels);

    /// <summary>[row × column] to [column × row].</summary>
    public static double[] Transpose(double[] values, int rows)
    {
        var columns = values.Length / rows;
        return [.. Enumerable.Range(0, values.Length).Select(i => values[i % rows * columns + i / rows])];
    }

    /// <summary>Picks samples of every channel of [sample × channel], in the reference files' order [channel × sample].</summary>
    public static double[] Pick(double[] sampleMajor, params int[] samples) =>
        [.. from c in Enumerable.Range(0, Channels) from n in samples select sampleMajor[n * Channels + c]];

    /// <summary>Block lengths that add up to a total: equal ones, or for 0 seeded random ones.</summary>
    public static IEnumerable<int> Cuts(int total, int length)
    {
        var random = new Random(5);
        for (var left = total; left > 0;)
        {
            var n = Math.Min(left, length > 0 ? length : random.Next(0, 90));
            yield return n;
            left -= n;
        }
    }

    public static double[] Noise(int count, ulong seed = 3) => new SplitMix(seed).Gaussians(count);
}
