namespace Pons.Sessions.Ledger;

/// <summary>What a person noted during the session. May hold personal data.</summary>
/// <param name="Text">The note.</param>
public sealed record LedgerNote(string Text) : LedgerEntry;
