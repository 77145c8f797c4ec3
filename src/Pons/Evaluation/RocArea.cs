using System.Collections.Immutable;

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
        return Within([(scores, positive)]);
    }

    /// <summary>
    /// The same where trials were scored by several models: a positive trial is held against the negative ones of its own fold only, since scores of two
    /// models have no common scale. <see langword="null"/> when no fold has both sides.
    /// </summary>
    /// <param name="folds">Scores, and which trials are positive, of each model.</param>
    public static Estimate? Within(IReadOnlyList<(IReadOnlyList<double> Scores, IReadOnlyList<bool> Positive)> folds)
    {
        ArgumentNullException.ThrowIfNull(folds);
        var (above, below) = (new List<double>(), new List<double>());
        foreach (var (scores, positive) in folds)
        {
            var highs = scores.Where((_, i) => positive[i]).Order().ToArray();
            var lows = scores.Where((_, i) => !positive[i]).Order().ToArray();
            if (highs.Length == 0 || lows.Length == 0) continue;
            above.AddRange(highs.Select(s => ShareBelow(lows, s)));
            below.AddRange(lows.Select(s => 1 - ShareBelow(highs, s)));
        }

        if (above.Count == 0) return null;
        var area = above.Average();
        var half = Proportion.NormalQuantile * Math.Sqrt(Variance(above) / above.Count + Variance(below) / below.Count);
        return new(area, Math.Max(0, area - half), Math.Min(1, area + half));
    }

    /// <summary>
    /// The curve from (0, 0) to (1, 1), one point a threshold; equal scores pass together. Empty when one of the two sides is.
    /// </summary>
    /// <param name="scores">One score a trial; higher speaks for positive.</param>
    /// <param name="positive">Which trials are positive; as long as <paramref name="scores"/>.</param>
    public static ImmutableArray<RocPoint> Curve(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(positive);
        if (scores.Count != positive.Count)
            throw new ArgumentException($"{scores.Count} scores do not fit {positive.Count} trials.", nameof(positive));
        var highs = positive.Count(p => p);
        var lows = positive.Count - highs;
        if (highs == 0 || lows == 0) return [];
        var points = ImmutableArray.CreateBuilder<RocPoint>();
        points.Add(default);
        var (right, wrong) = (0, 0);
        foreach (var together in Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderByDescending(g => g.Key))
        {
            right += together.Count(i => positive[i]);
            wrong += together.Count(i => !positive[i]);
            points.Add(new((double)wrong / lows, (double)right / highs));
        }

        return points.ToImmutable();
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

    private static double Variance(List<double> values)
    {
        if (values.Count < 2) return 0;
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
    }
}
