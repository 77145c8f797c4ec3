using System.Collections.Immutable;
using Pons.Streams.Clocks;

namespace Pons.Sessions;

/// <summary>A recording as it stands, or as it was ended. Immutable.</summary>
/// <param name="Path">The recording.</param>
/// <param name="LedgerPath">The ledger beside it.</param>
/// <param name="Bytes">Length of the recording.</param>
/// <param name="Streams">What was recorded, a device each.</param>
public sealed record RecordingSummary(string Path, string LedgerPath, long Bytes, ImmutableArray<RecordedStreamSummary> Streams)
{
    /// <summary>Whether it has ended.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Whether its times can be trusted; stated at the end.</summary>
    public ClockVerdict? Verdict { get; init; }

    /// <summary>Bytes of memory in which samples wait.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Whether the disk takes no more at present.</summary>
    public bool IsDiskFull { get; init; }

    /// <summary>How often the file was forced to the disk.</summary>
    public long Syncs { get; init; }

    /// <summary>Longest time that forcing took.</summary>
    public TimeSpan LongestSync { get; init; }

    /// <summary>Mean time that forcing took.</summary>
    public TimeSpan MeanSync { get; init; }
}
