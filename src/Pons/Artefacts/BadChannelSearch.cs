using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// Finds channels that should not be used, by three of the four criteria of PREP (Bigdely-Shamlo et al. 2015, doi 10.3389/fninf.2015.00016):
/// flat, amplitude, correlation with others; and bridges. High-frequency noise and prediction from other channels (RANSAC) are not looked at.
/// The signal should be high-passed. A channel is reported once, by the first fault that it has.
/// </summary>
public sealed record BadChannelSearch
{
    /// <summary>Robust z of the amplitude, 0.7413 · interquartile range, from which a channel is bad; 5 by default.</summary>
    public double LargestDeviation { get; init; } = 5;

    /// <summary>Correlation that a channel should reach with some other in each window; 0.4 by default.</summary>
    public double LeastCorrelation { get; init; } = 0.4;

    /// <summary>Share of windows below that which is borne; 0.01 by default.</summary>
    public double LargestShare { get; init; } = 0.01;

    /// <summary>Length of a window in seconds; 1 by default.</summary>
    public double WindowSeconds { get; init; } = 1;

    /// <summary>Correlation over the whole signal from which two channels are a bridge; 0.9999 by default.</summary>
    public double BridgeCorrelation { get; init; } = 0.9999;

    /// <summary>Searches a stretch of signal.</summary>
    /// <param name="signal">Values [channel × sample] in one unit; values that are not finite make a channel bad.</param>
    /// <param name="channelCount">Number of channels, at least 3.</param>
    /// <param name="rateHz">Samples a second.</param>
    /// <returns>The bad channels in the order of their places.</returns>
    /// <exception cref="ArtefactException">Fewer than three channels, or less than ten windows.</exception>
    public ImmutableArray<BadChannel> Find(ReadOnlySpan<double> signal, int channelCount, double rateHz)
    {
        var window = (int)Math.Round(WindowSeconds * rateHz);
        if (channelCount < 3 || window < 4 || signal.Length % channelCount != 0 || signal.Length / channelCount < 10 * window)
            throw new ArtefactException(
                $"A signal of {signal.Length} values was given as {channelCount} channels at {rateHz} Hz.",
                "Channels are compared with each other, over ten windows or more.", "Give three channels or more and a longer stretch.");
        var channels = new Matrix(channelCount, signal.Length / channelCount, signal.ToArray());
        var bad = new SortedDictionary<int, BadChannel>();
        FindFlat(channels, bad);
        FindDeviating(channels, bad);
        FindBridges(channels, bad);
        FindUncorrelated(channels, window, bad);
        return [.. bad.Values];
    }

    private static void FindFlat(Matrix channels, SortedDictionary<int, BadChannel> bad)
    {
        for (var c = 0; c < channels.Rows; c++)
        {
            var row = channels.Row(c);
            var finite = TensorPrimitives.IsFiniteAll<double>(row);
            if (!finite || !row.ContainsAnyExcept(row[0])) bad.Add(c, new(c, ChannelFault.Flat, finite ? 0 : double.NaN));
        }
    }

    private void FindDeviating(Matrix channels, SortedDictionary<int, BadChannel> bad)
    {
        int[] left = Left(channels, bad);
        if (left.Length < 3) return;
        double[] amplitudes = [.. left.Select(c => 0.7413 * Spread(channels.Row(c)))];
        var centre = Quantile(amplitudes, 0.5);
        var spread = 0.7413 * Spread(amplitudes);
        for (var i = 0; i < left.Length; i++)
        {
            var z = (amplitudes[i] - centre) / spread;
            if (spread > 0 && Math.Abs(z) > LargestDeviation) bad.Add(left[i], new(left[i], ChannelFault.Amplitude, z));
        }
    }

    private void FindBridges(Matrix channels, SortedDictionary<int, BadChannel> bad)
    {
        int[] left = Left(channels, bad);
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = i + 1; j < left.Length; j++)
            {
                var r = Correlation(channels.Row(left[i]), channels.Row(left[j]));
                if (!(r > BridgeCorrelation)) continue;
                bad[left[i]] = new(left[i], ChannelFault.Bridged, r);
                bad[left[j]] = new(left[j], ChannelFault.Bridged, r);
            }
        }
    }

    private void FindUncorrelated(Matrix channels, int window, SortedDictionary<int, BadChannel> bad)
    {
        int[] left = Left(channels, bad);
        var windows = channels.Columns / window;
        foreach (var c in left)
        {
            var alone = 0;
            for (var w = 0; w < windows && left.Length > 1; w++)
                if (!(left.Where(o => o != c).Max(o => LikenessIn(channels, c, o, w * window, window)) >= LeastCorrelation)) alone++;
            if (alone > LargestShare * windows) bad.Add(c, new(c, ChannelFault.Uncorrelated, (double)alone / windows));
        }
    }

    private static double LikenessIn(Matrix channels, int a, int b, int first, int length) =>
        Math.Abs(Correlation(channels.Row(a).Slice(first, length), channels.Row(b).Slice(first, length))) is var r && double.IsNaN(r) ? 0 : r;

    private static int[] Left(Matrix channels, SortedDictionary<int, BadChannel> bad) =>
        [.. Enumerable.Range(0, channels.Rows).Where(c => !bad.ContainsKey(c))];

    private static double Correlation(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double meanA = TensorPrimitives.Sum(a) / a.Length, meanB = TensorPrimitives.Sum(b) / b.Length;
        double ab = 0, aa = 0, bb = 0;
        for (var t = 0; t < a.Length; t++)
        {
            double x = a[t] - meanA, y = b[t] - meanB;
            (ab, aa, bb) = (ab + x * y, aa + x * x, bb + y * y);
        }

        return ab / Math.Sqrt(aa * bb);
    }

    private static double Spread(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return Sorted(sorted, 0.75) - Sorted(sorted, 0.25);
    }

    private static double Quantile(ReadOnlySpan<double> values, double share)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return Sorted(sorted, share);
    }

    private static double Sorted(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
    }
}
