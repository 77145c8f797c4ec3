namespace Pons.Sessions.Ledger;

/// <summary>The computer was suspended, or its wall clock was set.</summary>
/// <param name="Kind">What, in the words of <see cref="Streams.Clocks.HostDisturbanceKind"/>.</param>
/// <param name="Seconds">How long it was suspended, or by how much the clock was set; above 0.</param>
/// <param name="IsCertain">Whether the kind is certain.</param>
public sealed record LedgerDisturbance(string Kind, double Seconds, bool IsCertain) : LedgerEntry;
