using System.Collections.Immutable;

namespace Pons.Deidentification;

/// <summary>How to de-identify.</summary>
public sealed record DeidentificationOptions
{
    /// <summary>What points to a person; default <see cref="IdentityRules.Default"/>.</summary>
    public IdentityRules Rules { get; init; } = IdentityRules.Default;

    /// <summary>Names of people that the steward knows of; looked for everywhere.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Whether times of day stay, as an ethics committee may allow; by default they become midnight.</summary>
    public bool KeepTimeOfDay { get; init; }

    /// <summary>Which subjects get a new label; default those with a doubtful one.</summary>
    public SubjectLabels Labels { get; init; }

    /// <summary>
    /// Where the shift and label of each subject are sealed, and used again when the file exists; <see langword="null"/>: they are forgotten.
    /// </summary>
    public SealedShiftMap? ShiftMap { get; init; }

    /// <summary>Where the time comes from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
