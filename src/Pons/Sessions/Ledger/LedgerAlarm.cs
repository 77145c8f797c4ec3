namespace Pons.Sessions.Ledger;

/// <summary>The recording itself was in danger, or is safe again.</summary>
/// <param name="Kind">What, in the words of <see cref="RecorderAlarmKind"/>.</param>
/// <param name="Text">In words.</param>
public sealed record LedgerAlarm(string Kind, string Text) : LedgerEntry
{
    /// <summary>The values of the kind, as <see cref="RecorderAlarm.Values"/> has them; <see langword="null"/> for none.</summary>
    public string[]? Values { get; init; }
}
