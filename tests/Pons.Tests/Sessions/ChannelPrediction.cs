using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// Whether channels are what others predict: spherical splines through random quarters of the other channels, the median of what they say, and
/// its correlation with the channel window by window (RANSAC of PREP, Bigdely-Shamlo et al. 2015, doi 10.3389/fninf.2015.00016). Splines that
/// go through a channel itself do not predict it.
/// </summary>
public sealed record ChannelPrediction
{
    /// <summary>Random choices of channels; 50 by default.</summary>
    public int Choices { get; init; } = 50;

    /// <summary>Share of the channels in each choice; 0.25 by default, at least four channels.</summary>
    public double Share { get; init; } = 0.25;

    /// <summary>Correlation that a prediction should reach; 0.75 by default.</summary>
    public double LeastCorrelation { get; init; } = 0.75;

    /// <summary>Share of windows below that which is borne; 0.4 by default.</summary>
    public double LargestShare { get; init; } = 0.4;

    /// <summary>Length of a window in seconds; 5 by default.</summary>
    public double WindowSeconds { get; init; } = 5;

    /// <summary>Decides which channels are chosen; 0 by default.</summary>
    public int Seed { get; init; }

    /// <summary>Channels that are not predicted, with the share of windows.</summary>
    /// <exception cref="ArtefactException">The signal is shorter than a window, or too few channels are left.</exception>
    internal List<(int Channel, double Share)> Failures(Matrix signal, double rateHz, Matrix positions, int[] usable)
    {
        int length = (int)Math.Round(WindowSeconds * rateHz), count = Math.Max(4, (int)Math.Round(Share * usable.Length));
        if (signal.Columns < length || count + 1 > usable.Length)
            throw new ArtefactException(
                $"{usable.Length} usable channels of {signal.Columns / rateHz:0.#} s are to predict each other.",
                $"That takes five channels or more and windows of {WindowSeconds} s.", "Give more signal, or leave out the positions.");
        var random = new Random(Seed);
        var windows = signal.Columns / length;
        var failed = new int[usable.Length];
        (int[] From, Matrix Weights)[] splines = [.. Enumerable.Range(0, Choices).Select(_ => Spline(positions, usable, count, random))];
        for (var w = 0; w < windows; w++) CountFailures(WindowOf(signal, usable, w * length, length), splines, failed);
        return [.. usable.Select((c, i) => (c, (double)failed[i] / windows)).Where(f => f.Item2 > LargestShare)];
    }

    private static (int[] From, Matrix Weights) Spline(Matrix positions, int[] usable, int count, Random random)
    {
        int[] order = [.. Enumerable.Range(0, usable.Length)];
        random.Shuffle(order);
        int[] from = [.. order[..count].Order()];
        var places = ChannelInterpolation.RowsOf(positions, usable);
        return (from, SphericalSpline.Interpolation(ChannelInterpolation.RowsOf(places, from), places));
    }

    private static Matrix WindowOf(Matrix signal, int[] usable, int first, int length)
    {
        var window = new Matrix(usable.Length, length);
        for (var i = 0; i < usable.Length; i++) signal.Row(usable[i]).Slice(first, length).CopyTo(window.Row(i));
        return window;
    }

    private void CountFailures(Matrix window, (int[] From, Matrix Weights)[] splines, int[] failed)
    {
        Matrix[] said = [.. splines.Select(s => MatrixProduct.Multiply(s.Weights, ChannelInterpolation.RowsOf(window, s.From)))];
        var predicted = new double[window.Columns];
        for (var c = 0; c < window.Rows; c++)
        {
            Matrix[] fair = [.. said.Where((_, i) => !splines[i].From.Contains(c))];
            if (fair.Length == 0) continue;
            var values = new double[fair.Length];
            for (var t = 0; t < predicted.Length; t++)
            {
                for (var i = 0; i < fair.Length; i++) values[i] = fair[i][c, t];
                Array.Sort(values);
                predicted[t] = RobustScale.Quantile(values, 0.5);
            }

            if (!(BadChannelSearch.Correlation(window.Row(c), predicted) >= LeastCorrelation)) failed[c]++;
        }
    }
}
