using System.Collections.Immutable;

namespace Pons.Decoding.Calibration;

/// <summary>
/// Whether confidence can be believed: decisions in bins of equal width of [0, 1], and in each the mean confidence beside the share that was
/// right (Guo et al. 2017, doi 10.48550/arXiv.1706.04599). State what the confidence is of: the chosen class, or the positive one.
/// </summary>
public sealed class Reliability
{
    private Reliability(ImmutableArray<ReliabilityBin> bins) => Bins = bins;

    /// <summary>The bins, of the lowest confidence first; bin k holds k/n ≤ confidence &lt; (k + 1)/n, the last one also 1.</summary>
    public ImmutableArray<ReliabilityBin> Bins { get; }

    /// <summary>Expected calibration error: the gap of each bin, weighted by its share of all decisions; 0 to 1.</summary>
    public double ExpectedError
    {
        get
        {
            var all = Bins.Sum(b => b.Count);
            return Bins.Sum(b => b.Gap * b.Count / all);
        }
    }

    /// <summary>The largest gap of any bin; 0 to 1.</summary>
    public double LargestError => Bins.Max(b => b.Gap);

    /// <summary>From confidences and what came true.</summary>
    /// <param name="confidences">0 to 1 each, at least one.</param>
    /// <param name="right">Whether each came true; as long.</param>
    /// <param name="binCount">At least 1; 10 by default.</param>
    /// <exception cref="ArgumentException">Lengths differ or are 0, or a confidence is no probability.</exception>
    public static Reliability Of(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> right, int binCount = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(binCount, 1);
        if (confidences.IsEmpty || confidences.Length != right.Length)
            throw new ArgumentException($"{right.Length} outcomes do not fit {confidences.Length} confidences.", nameof(right));
        var counts = new int[binCount];
        double[] claimed = new double[binCount], came = new double[binCount];
        for (var i = 0; i < confidences.Length; i++)
        {
            if (!(confidences[i] is >= 0 and <= 1))
                throw new ArgumentException($"A confidence is {confidences[i]}; it must be between 0 and 1.", nameof(confidences));
            var bin = Math.Min((int)(confidences[i] * binCount), binCount - 1);
            counts[bin]++;
            claimed[bin] += confidences[i];
            came[bin] += right[i] ? 1 : 0;
        }

        return new([.. counts.Select((n, b) => new ReliabilityBin(n, claimed[b] / n, came[b] / n))]);
    }

    /// <summary>From predictions, by the confidence of the chosen class.</summary>
    /// <param name="predictions">At least one.</param>
    /// <param name="truth">What was asked for; as long.</param>
    /// <param name="binCount">At least 1; 10 by default.</param>
    /// <exception cref="ArgumentException">Lengths differ or are 0.</exception>
    public static Reliability Of(IReadOnlyList<Prediction> predictions, IReadOnlyList<ClassLabel> truth, int binCount = 10)
    {
        ProbabilityScores.RequireFit(predictions, truth);
        return Of(
            [.. predictions.Select(p => Math.Min(1, p.Confidence))], [.. predictions.Select((p, i) => p.Label == truth[i])], binCount);
    }
}
