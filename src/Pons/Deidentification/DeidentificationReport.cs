using System.Collections.Immutable;

namespace Pons.Deidentification;

/// <summary>What was found, what was done, and what cannot be excluded. Holds nothing that points to a person.</summary>
public sealed record DeidentificationReport
{
    /// <summary>When it was done, in universal time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Names and versions of the rules.</summary>
    public required string Rules { get; init; }

    /// <summary>Every file of the source, in the order of their paths.</summary>
    public required ImmutableArray<DeidentifiedFile> Files { get; init; }

    /// <summary>Number of different subjects.</summary>
    public required int SubjectCount { get; init; }

    /// <summary>How many subjects have a label that differs from the one in the source.</summary>
    public required int RelabelledSubjectCount { get; init; }

    /// <summary>Whether shifts and labels were sealed into a map; without it nobody can undo the process.</summary>
    public required bool IsSealed { get; init; }

    /// <summary>Whether times of day were kept, as the steward asked.</summary>
    public required bool KeepsTimeOfDay { get; init; }

    /// <summary>How many recordings name no subject: those of one folder are taken for one person and share one shift of dates.</summary>
    public int NamelessRecordingCount { get; init; }

    /// <summary>Whether every file of the source was released or left out on purpose.</summary>
    public bool IsComplete => Files.All(f => f.Verdict is FileVerdict.Released or FileVerdict.LeftOut);
}
