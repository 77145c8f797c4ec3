using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>
/// Each run is tested by a decoder that learnt from all other runs of the subject. Closest to use: train first, then run.
/// </summary>
public sealed record LeaveOneRunOut : Split
{
    internal const string SplitName = "leave-one-run-out";

    /// <inheritdoc/>
    public override string Name => SplitName;

    /// <inheritdoc/>
    public override ImmutableArray<Fold> Folds(TrialSet trials)
    {
        var labelled = Enumerable.Range(0, trials.Count).Where(i => trials.Trials[i].Label is not null).ToList();
        var runs = labelled.GroupBy(i => (trials.Trials[i].Origin.Session, trials.Trials[i].Origin.Run)).ToList();
        if (runs.Count < 2)
            throw new EvaluationException(
                $"Subject {trials.Trials.FirstOrDefault()?.Origin.Subject} has trials of these runs: "
                + $"{(runs.Count == 0 ? "none" : string.Join(", ", runs.Select(r => r.Key.Run)))}.",
                "To leave one run out, another one must remain to learn from.", $"Add recordings, or use {StratifiedFolds.SplitName}.");
        var sessions = runs.Select(r => r.Key.Session).Distinct().Count();
        return [.. runs.Select(r => Testing(sessions > 1 ? $"{r.Key.Session} {r.Key.Run}" : r.Key.Run.Name, r, labelled))];
    }
}
