using System.Collections.Immutable;

namespace Pons.Sessions.Ledger;

/// <summary>The last line of a ledger whose recording was ended in order.</summary>
/// <param name="Bytes">Length of the recording.</param>
/// <param name="Streams">Its streams.</param>
/// <param name="LostLines">Lines of the ledger for which there was no room on the disk and in memory.</param>
public sealed record LedgerEnd(long Bytes, ImmutableArray<LedgerEnd.Totals> Streams, long LostLines) : LedgerEntry
{
    /// <summary>Counts of one stream.</summary>
    /// <param name="Stream">Name of the stream in the recording.</param>
    /// <param name="Samples">Samples in the recording.</param>
    /// <param name="Missing">Samples that are missing.</param>
    /// <param name="Gaps">Places where samples are missing.</param>
    /// <param name="Markers">Markers in the recording.</param>
    public sealed record Totals(string Stream, long Samples, long Missing, int Gaps, long Markers);
}
