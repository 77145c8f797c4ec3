using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Signals;

namespace Pons.Artefacts;

/// <summary>
/// Finds channels that should not be used, by the criteria of PREP (Bigdely-Shamlo et al. 2015, doi 10.3389/fninf.2015.00016): flat, amplitude,
/// high-frequency noise (at rates above 110 Hz), correlation with others, and, where positions are known, prediction from other channels
/// (RANSAC); and bridges. The signal should be high-passed. A channel is reported once, by the first fault that it has. The same on every run.
/// </summary>
public sealed record BadChannelSearch
{
    private const double NoiseHz = 50, LeastNoiseRateHz = 110;

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

    /// <summary>Robust z of the noise above 50 Hz, relative to the signal below, from which a channel is bad; 5 by default.</summary>
    public double LargestNoise { get; init; } = 5;

    /// <summary>What the other channels predict, and how well they should.</summary>
    public ChannelPrediction Prediction { get; init; } = new();

    /// <summary>Searches a stretch of signal.</summary>
    /// <param name="signal">Values [channel × sample] in one unit; values that are not finite make a channel bad.</param>
    /// <param name="channelCount">Number of channels, at least 3.</param>
    /// <param name="rateHz">Samples a second.</param>
    /// <param name="positions">Electrode positions [channel × 3]; null, the default, leaves out the prediction from other channels.</param>
    /// <returns>The bad channels in the order of their places.</returns>
    /// <exception cref="ArtefactException">Fewer than three channels, or less than ten windows.</exception>
    public ImmutableArray<BadChannel> Find(ReadOnlySpan<double> signal, int channelCount, double rateHz, Matrix? positions = null)
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
        FindNoisy(channels, rateHz, bad);
        FindUncorrelated(channels, window, bad);
        FindUnpredictable(channels, rateHz, positions, bad);
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
        AddOutliers(left, amplitudes, ChannelFault.Amplitude, z => Math.Abs(z) > LargestDeviation, bad);
    }

    private void FindNoisy(Matrix channels, double rateHz, SortedDictionary<int, BadChannel> bad)
    {
        int[] left = Left(channels, bad);
        if (left.Length < 3 || rateHz <= LeastNoiseRateHz) return;
        var lowPass = Butterworth.LowPass(4, NoiseHz, rateHz);
        double[] shares = [.. left.Select(c => NoiseShare(channels.Row(c), lowPass))];
        AddOutliers(left, shares, ChannelFault.Noisy, z => z > LargestNoise, bad);
    }

    private static double NoiseShare(ReadOnlySpan<double> row, SecondOrderSections lowPass)
    {
        var slow = new double[row.Length];
        ZeroPhaseFilter.Apply(lowPass, row, slow, 1);
        var fast = row.ToArray();
        TensorPrimitives.Subtract(fast, slow, fast);
        return RobustScale.Of(fast).Deviation / RobustScale.Of(slow).Deviation;
    }

    private static void AddOutliers(
        int[] left, double[] measures, ChannelFault fault, Func<double, bool> isBad, SortedDictionary<int, BadChannel> bad)
    {
        var centre = Quantile(measures, 0.5);
        var spread = 0.7413 * Spread(measures);
        for (var i = 0; i < left.Length; i++)
        {
            var z = (measures[i] - centre) / spread;
            if (spread > 0 && isBad(z)) bad.Add(left[i], new(left[i], fault, z));
        }
    }

    private void FindUnpredictable(Matrix channels, double rateHz, Matrix? positions, SortedDictionary<int, BadChannel> bad)
    {
        if (positions is null) return;
        if (positions.Rows != channels.Rows || positions.Columns != 3)
            throw new ArtefactException(
                $"{positions.Rows} positions were given for {channels.Rows} channels.", "Each channel is predicted at its place.",
                "Give one position a channel, or none at all.");
        int[] left = Left(channels, bad);
        foreach (var (channel, share) in Prediction.Failures(channels, rateHz, positions, left))
            bad.Add(channel, new(channel, ChannelFault.Unpredictable, share));
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
                bad[left[i]] = new(left[i], ChannelFault.Bridged, r) { BridgedWith = left[j] };
                bad[left[j]] = new(left[j], ChannelFault.Bridged, r) { BridgedWith = left[i] };
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

    internal static double Correlation(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
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
        return RobustScale.Quantile(sorted, 0.75) - RobustScale.Quantile(sorted, 0.25);
    }

    private static double Quantile(ReadOnlySpan<double> values, double share)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return RobustScale.Quantile(sorted, share);
    }
}
