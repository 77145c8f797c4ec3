using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>
/// Every run is cut into blocks of time, and each block is tested by a decoder that learnt from the others. Trials nearer to the tested
/// block than the gap are not learnt from, since slow drifts make neighbours alike.
/// </summary>
public sealed record TimeBlocks : Split
{
    internal const string SplitName = "time-blocks";

    /// <summary>Describes the split.</summary>
    /// <param name="count">Blocks a run, at least 2; 5 by default.</param>
    /// <param name="gapSeconds">Time between what is learnt and what is tested, at least 0 s; 5 s by default.</param>
    public TimeBlocks(int count = 5, double gapSeconds = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        if (!(gapSeconds >= 0 && double.IsFinite(gapSeconds))) throw new ArgumentOutOfRangeException(nameof(gapSeconds), gapSeconds, "Must be finite, at least 0.");
        (Count, GapSeconds) = (count, gapSeconds);
    }

    /// <summary>Blocks a run.</summary>
    public int Count { get; }

    /// <summary>Time in seconds between what is learnt and what is tested.</summary>
    public double GapSeconds { get; }

    /// <inheritdoc/>
    public override string Name => SplitName;

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("count", Count).Add("gapSeconds", GapSeconds);

    /// <inheritdoc/>
    public override ImmutableArray<Fold> Folds(TrialSet trials)
    {
        var gap = (long)Math.Ceiling(GapSeconds * (trials.Stream.RateHz ?? 0));
        var labelled = Enumerable.Range(0, trials.Count).Where(i => trials.Trials[i].Label is not null).ToList();
        return [.. labelled.GroupBy(i => (trials.Trials[i].Origin.Session, trials.Trials[i].Origin.Run))
            .SelectMany(run => BlocksOf(trials, [.. run.OrderBy(i => trials.Trials[i].Origin.FirstSampleIndex)], labelled, gap))];
    }

    private IEnumerable<Fold> BlocksOf(TrialSet trials, List<int> run, List<int> all, long gap)
    {
        if (run.Count < Count)
            throw new EvaluationException(
                $"Run {trials.Trials[run[0]].Origin.Run} of {trials.Trials[run[0]].Origin.Subject} has {run.Count} trials.",
                $"{Count} blocks need one each.", "Use fewer blocks, or longer recordings.");
        for (var b = 0; b < Count; b++)
        {
            var test = run[(b * run.Count / Count)..((b + 1) * run.Count / Count)];
            var (first, last) = (trials.Trials[test[0]].Origin, trials.Trials[test[^1]].Origin);
            bool IsFar(int i) => trials.Trials[i].Origin is var o && (o.Run != first.Run || o.Session != first.Session
                || o.EndSampleIndex + gap <= first.FirstSampleIndex || o.FirstSampleIndex >= last.EndSampleIndex + gap);
            yield return new($"{first.Session} {first.Run} block {b + 1}", [.. all.Except(test).Where(IsFar).Order()], [.. test.Order()]);
        }
    }
}
