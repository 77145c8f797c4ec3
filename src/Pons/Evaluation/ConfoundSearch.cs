using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>
/// Finds out whether the classes of tested trials go with the recording or with time. Order in time is held against the runs test of Wald and
/// Wolfowitz (1940, doi 10.1214/aoms/1177731909), exact and one-sided: how probable so few changes between a class and the others are when order is by
/// chance.
/// </summary>
internal static class ConfoundSearch
{
    /// <summary>A run of trials is called confounded below this probability: such orders do not arise by chance in a lifetime of sessions.</summary>
    private const double Limit = 1e-4;

    public static ImmutableArray<Confound> In(ImmutableArray<SubjectResult> rows) =>
        [.. rows.GroupBy(r => r.Subject).SelectMany(s => Of(s.Key, [.. s.First().Folds.SelectMany(f => f.Trials)]))];

    private static IEnumerable<Confound> Of(SubjectId subject, ImmutableArray<TestedTrial> trials)
    {
        var recordings = trials.GroupBy(t => (t.Origin.Session, t.Origin.Run)).ToList();
        if (trials.Select(t => t.Truth).Distinct().Count() < 2) yield break;
        if (recordings.Count > 1 && recordings.All(r => r.Select(t => t.Truth).Distinct().Count() == 1))
        {
            yield return new(subject, ConfoundKind.Recording,
                $"each of {recordings.Count} recordings of {subject} holds one class only, so whatever differs between recordings tells the classes apart");
            yield break;
        }

        foreach (var recording in recordings)
            if (Blocked([.. recording.OrderBy(t => t.Origin.FirstSampleIndex).Select(t => t.Truth)]) is { } label)
                yield return new(subject, ConfoundKind.Time,
                    $"the trials of '{label}' lie together in run {recording.Key.Run} of {subject}, so drift over time tells them apart",
                    recording.Key.Run, label);
    }

    /// <summary>The class whose trials lie together, if there is one.</summary>
    private static ClassLabel? Blocked(ClassLabel[] order)
    {
        foreach (var label in order.Distinct().Order())
        {
            var isLabel = order.Select(l => l == label).ToArray();
            var runs = 1 + isLabel.Zip(isLabel[1..]).Count(p => p.First != p.Second);
            var count = isLabel.Count(b => b);
            if (count < order.Length && AtMostRuns(runs, count, order.Length - count) < Limit) return label;
        }

        return null;
    }

    /// <summary>Probability of so many runs or fewer in a random order of n trials of one kind and m of another.</summary>
    internal static double AtMostRuns(int runs, int n, int m)
    {
        var all = LogChoose(n + m, n);
        var sum = 0.0;
        for (var r = 2; r <= runs; r++)
        {
            var (half, odd) = (r / 2, r % 2 == 1);
            sum += odd
                ? Math.Exp(LogChoose(n - 1, half) + LogChoose(m - 1, half - 1) - all) + Math.Exp(LogChoose(n - 1, half - 1) + LogChoose(m - 1, half) - all)
                : 2 * Math.Exp(LogChoose(n - 1, half - 1) + LogChoose(m - 1, half - 1) - all);
        }

        return Math.Min(1, sum);
    }

    private static double LogChoose(int n, int k)
    {
        if (k < 0 || k > n) return double.NegativeInfinity;
        var sum = 0.0;
        for (var i = 1; i <= k; i++) sum += Math.Log((double)(n - k + i) / i);
        return sum;
    }
}
