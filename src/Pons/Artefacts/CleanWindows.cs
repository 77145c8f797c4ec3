using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>Which samples of a signal lie in quiet stretches, so that thresholds can be learnt from them.</summary>
internal static class CleanWindows
{
    private const double Low = -3.5, High = 5, LargestShare = 0.2;

    /// <summary>
    /// True for samples of which no window of one second, half overlapping, has more than a fifth of its channels with an amplitude that is
    /// unusual for the channel: a robust z below −3.5 or above 5.
    /// </summary>
    public static bool[] Of(Matrix signal, double rateHz)
    {
        var length = Math.Max(2, (int)Math.Round(rateHz));
        int hop = length / 2, count = (signal.Columns - length) / hop + 1;
        var unusual = new int[count];
        var levels = new double[count];
        for (var c = 0; c < signal.Rows; c++)
        {
            for (var w = 0; w < count; w++) levels[w] = TensorPrimitives.Norm<double>(signal.Row(c).Slice(w * hop, length));
            var (middle, deviation) = RobustScale.Of(levels);
            for (var w = 0; w < count; w++)
                if (deviation > 0 && (levels[w] - middle) / deviation is < Low or > High) unusual[w]++;
        }

        var kept = new bool[signal.Columns];
        kept.AsSpan(0, (count - 1) * hop + length).Fill(true);
        for (var w = 0; w < count; w++)
            if (unusual[w] > LargestShare * signal.Rows) kept.AsSpan(w * hop, length).Clear();
        return kept;
    }
}
