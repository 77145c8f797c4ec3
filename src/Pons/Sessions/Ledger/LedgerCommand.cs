namespace Pons.Sessions.Ledger;

/// <summary>A decision went out to an effector, at the time of this entry; or it did not, and why.</summary>
/// <param name="To">Address of the effector.</param>
/// <param name="DecisionIndex">Which decision of the session, from 0, in the order of <see cref="LedgerDecision"/>.</param>
/// <param name="Label">The class that was asked for.</param>
/// <param name="IsLate">Whether an earlier decision was sent again, because the one that was due came too late.</param>
/// <param name="Unsent">Why it was not sent; <see langword="null"/> when it was.</param>
public sealed record LedgerCommand(string To, long DecisionIndex, string Label, bool IsLate, string? Unsent) : LedgerEntry;
