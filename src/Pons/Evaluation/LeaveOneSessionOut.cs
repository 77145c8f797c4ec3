using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>Each sitting is tested by a decoder that learnt from all other sittings of the subject: how well it lasts from day to day.</summary>
public sealed record LeaveOneSessionOut : Split
{
    internal const string SplitName = "leave-one-session-out";

    /// <inheritdoc/>
    public override string Name => SplitName;

    /// <inheritdoc/>
    public override ImmutableArray<Fold> Folds(TrialSet trials) => LeavingOut(trials, o => o.Session, o => o.Session.Name, "session");
}
