using Pons.Control;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Experiments;

/// <summary>How one trial of an online session ended.</summary>
/// <param name="Number">Place in the session, from 1.</param>
/// <param name="Target">What the cue asked for.</param>
/// <param name="CuedAt">When the cue was given.</param>
/// <param name="Outcome">How it ended; <see cref="CursorOutcome.Open"/> when it was void because the session was paused.</param>
/// <param name="DurationSeconds">The whole time that one selection takes: rest, task and feedback.</param>
public sealed record TrialResult(int Number, ClassLabel Target, Timestamp CuedAt, CursorOutcome Outcome, double DurationSeconds)
{
    /// <summary>Whether the trial was interrupted by a pause and does not count.</summary>
    public bool IsVoid => Outcome == CursorOutcome.Open;
}
