using Pons.Sessions.Ledger;

namespace Pons.Cli.Documents;

/// <summary>Whether the times of a recording can be trusted, and why not.</summary>
/// <param name="Grade">good, doubtful or bad.</param>
/// <param name="Reasons">Why it is not good, the worst first.</param>
internal sealed record ClockHealthPart(string Grade, IReadOnlyList<ClockHealthPart.Reason> Reasons)
{
    /// <summary>The verdict on the whole recording; <see langword="null"/> when the session was not ended.</summary>
    public static ClockHealthPart? Of(SessionLedger ledger) =>
        ledger.Entries.OfType<LedgerVerdict>().LastOrDefault(v => v.Stream.Length == 0) is not { } verdict ? null : new(
            verdict.Grade.ToLowerInvariant(), [.. verdict.Reasons.Select(r => new Reason(r.Code, r.Grade.ToLowerInvariant(), r.Stream, r.Values, r.Text))]);

    internal sealed record Reason(string Code, string Grade, string Stream, IReadOnlyList<double> Values, string Text);
}
