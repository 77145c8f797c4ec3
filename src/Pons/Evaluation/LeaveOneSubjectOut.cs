using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>Each subject is tested by a decoder that learnt from all other subjects: how well a new person starts without calibration.</summary>
public sealed record LeaveOneSubjectOut : Split
{
    internal const string SplitName = "leave-one-subject-out";

    /// <inheritdoc/>
    public override string Name => SplitName;

    /// <inheritdoc/>
    public override bool IsAcrossSubjects => true;

    /// <inheritdoc/>
    public override ImmutableArray<Fold> Folds(TrialSet trials) => LeavingOut(trials, o => o.Subject, o => o.Subject.Name, "subject");
}
