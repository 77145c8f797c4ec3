using System.Collections.Immutable;
using Pons.Streams.Clocks;

namespace Pons.Sessions.Ledger;

/// <summary>Whether the times of a stream, or of the whole recording, can be trusted, and why not.</summary>
/// <param name="Stream">Name of the stream in the recording; empty for the recording as a whole.</param>
/// <param name="Grade"><c>Good</c>, <c>Doubtful</c> or <c>Bad</c>: the worst of the reasons.</param>
/// <param name="Reasons">Why it is not good, the worst first.</param>
public sealed record LedgerVerdict(string Stream, string Grade, ImmutableArray<LedgerVerdict.Reason> Reasons) : LedgerEntry
{
    /// <summary>The entry of a verdict.</summary>
    /// <param name="stream">Name of the stream in the recording; empty for the recording as a whole.</param>
    /// <param name="verdict">The verdict.</param>
    public static LedgerVerdict Of(string stream, ClockVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return new(
            stream, verdict.Grade.ToString(),
            [.. verdict.Reasons.Select(r => new Reason(r.Code.ToString(), r.Grade.ToString(), r.Stream, r.Values, r.Text))]);
    }

    /// <summary>One reason.</summary>
    /// <param name="Code">What it is, in the words of <see cref="ClockReasonCode"/>, for other languages.</param>
    /// <param name="Grade">How bad it is.</param>
    /// <param name="Stream">The stream that it is about; empty for the computer itself.</param>
    /// <param name="Values">Its numbers, in the order that <see cref="ClockReasonCode"/> states.</param>
    /// <param name="Text">The sentence in English.</param>
    public sealed record Reason(string Code, string Grade, string Stream, ImmutableArray<double> Values, string Text);
}
