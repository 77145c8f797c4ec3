namespace Pons.Evaluation;

/// <summary>Area under the receiver operating characteristic: the probability that a positive trial scores above a negative one.</summary>
public static class RocArea
{
    /// <summary>
    /// The area, ties counting half, with the interval by the variance of DeLong, DeLong and Clarke-Pearson (1988,
    /// doi 10.2307/2531595). <see langword="null"/> when one of the two sides is empty.
    /// </summary>
    /// <param name="scores">One score a trial; higher speaks for positive.</param>
    /// <param name="positive">Which trials are positive; as long as <paramref name="scores"/>.</param>
    public static Estimate? Of(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        if (scores.Count != positive.Count)
            throw new ArgumentException($"{scores.Count} scores do not fit {positive.Count} trials.", nameof(positive));
        var highs = scores.Where((_, i) => positive[i]).Order().ToArray();
        var lows = scores.Where((_, i) => !positive[i]).Order().ToArray();
        if (highs.Length == 0 || lows.Length == 0) return null;
        var above = highs.Select(s => ShareBelow(lows, s)).ToArray();
        var below = lows.Select(s => 1 - ShareBelow(highs, s)).ToArray();
        var area = above.Average();
        var half = Proportion.NormalQuantile * Math.Sqrt(Variance(above) / above.Length + Variance(below) / below.Length);
        return new(area, Math.Max(0, area - half), Math.Min(1, area + half));
    }

    private static double ShareBelow(double[] sorted, double score)
    {
        var (first, end) = (Count(sorted, score, orEqual: false), Count(sorted, score, orEqual: true));
        return (first + 0.5 * (end - first)) / sorted.Length;
    }

    private static int Count(double[] sorted, double score, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] < score || (orEqual && sorted[middle] == score)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static double Variance(double[] values)
    {
        if (values.Length < 2) return 0;
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }
}
