namespace Pons.Evaluation;

/// <summary>Finding rare events: the share of alarms that are right against the share of events that are found.</summary>
public static class PrecisionRecall
{
    /// <summary>
    /// Average precision Σ (recallₙ − recallₙ₋₁) · precisionₙ over all thresholds, without interpolation, which would flatter (Davis and Goadrich
    /// 2006, doi 10.1145/1143844.1143874). Chance is the share of positive trials. <see langword="null"/> without positive trials.
    /// </summary>
    /// <param name="scores">One score a trial; higher speaks for positive.</param>
    /// <param name="positive">Which trials are positive; as long as <paramref name="scores"/>.</param>
    public static double? AveragePrecision(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(positive);
        if (scores.Count != positive.Count)
            throw new ArgumentException($"{scores.Count} scores do not fit {positive.Count} trials.", nameof(positive));
        var all = positive.Count(p => p);
        if (all == 0) return null;
        var order = Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]).ToArray();
        var sum = 0.0;
        int found = 0, before = 0;
        for (var n = 1; n <= order.Length; n++)
        {
            if (positive[order[n - 1]]) found++;
            // Equal scores pass a threshold together.
            if (n < order.Length && scores[order[n]] == scores[order[n - 1]]) continue;
            sum += (double)(found - before) / all * found / n;
            before = found;
        }

        return sum;
    }
}
