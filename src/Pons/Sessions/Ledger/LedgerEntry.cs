using System.Text.Json.Serialization;

namespace Pons.Sessions.Ledger;

/// <summary>
/// One line of a session ledger: something that happened, with the time on the monotonic clock of the host. Immutable. The kinds are the
/// subclasses; the word that tells them apart in JSON stands first in the line, as <c>entry</c>. Documented in docs/reference/ledger.md.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(LedgerHeader), "header")]
[JsonDerivedType(typeof(LedgerStream), "stream")]
[JsonDerivedType(typeof(LedgerGap), "gap")]
[JsonDerivedType(typeof(LedgerNotice), "notice")]
[JsonDerivedType(typeof(LedgerClock), "clock")]
[JsonDerivedType(typeof(LedgerDisturbance), "disturbance")]
[JsonDerivedType(typeof(LedgerVerdict), "verdict")]
[JsonDerivedType(typeof(LedgerNote), "note")]
[JsonDerivedType(typeof(LedgerDecoder), "decoder")]
[JsonDerivedType(typeof(LedgerDecision), "decision")]
[JsonDerivedType(typeof(LedgerMiss), "miss")]
[JsonDerivedType(typeof(LedgerSkip), "skip")]
[JsonDerivedType(typeof(LedgerCommand), "command")]
[JsonDerivedType(typeof(LedgerEffector), "effector")]
[JsonDerivedType(typeof(LedgerAlarm), "alarm")]
[JsonDerivedType(typeof(LedgerEnd), "end")]
public abstract record LedgerEntry
{
    /// <summary>When, in nanoseconds on the clock of the host; the recorder fills in the present when it is 0.</summary>
    public long HostNanoseconds { get; init; }
}
