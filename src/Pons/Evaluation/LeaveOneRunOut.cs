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
        var severalSessions = trials.Trials.Select(t => t.Origin.Session).Distinct().Count() > 1;
        return LeavingOut(trials, o => (o.Session, o.Run), o => severalSessions ? $"{o.Session} {o.Run}" : o.Run.Name, "run");
    }
}
