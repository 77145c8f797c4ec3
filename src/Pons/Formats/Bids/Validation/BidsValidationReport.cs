using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>What the validation of a data set found.</summary>
public sealed record BidsValidationReport
{
    /// <summary>Name of the data set's folder.</summary>
    public required string Dataset { get; init; }

    /// <summary>Version of the specification that it was held against.</summary>
    public required string SpecificationVersion { get; init; }

    /// <summary>The findings that are kept, numbered; the order depends on nothing but the data set.</summary>
    public required ImmutableArray<BidsFinding> Findings { get; init; }

    /// <summary>How often each broken rule is broken, in all places, also those that are not kept; by name of the rule.</summary>
    public required ImmutableSortedDictionary<string, int> Counts { get; init; }

    /// <summary>Number of breaches that make the data set invalid.</summary>
    public required int ErrorCount { get; init; }

    /// <summary>Number of breaches that do not.</summary>
    public required int WarningCount { get; init; }

    /// <summary>Number of subjects.</summary>
    public required int SubjectCount { get; init; }

    /// <summary>Number of recordings.</summary>
    public required int RecordingCount { get; init; }

    /// <summary>Number of files that were looked at.</summary>
    public required int FileCount { get; init; }

    /// <summary>Bytes of those files.</summary>
    public required long ByteCount { get; init; }

    /// <summary>Extensions of recordings that Pons has no reader for here, with their numbers; only their names were checked.</summary>
    public required ImmutableSortedDictionary<string, int> NotLookedInto { get; init; }

    /// <summary>Whether the data set breaks no rule that it must keep.</summary>
    public bool IsValid => ErrorCount == 0;
}
