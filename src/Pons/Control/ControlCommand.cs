using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Control;

/// <summary>What is asked of an effector, for a limited time.</summary>
/// <param name="Intent">What the person wants, as the decoder names it.</param>
/// <param name="Confidence">How sure the decoder is, 0 to 1.</param>
/// <param name="IssuedAt">When it was decided, on the clock that the effector is driven by: time of the newest sample on the stream's clock in a
/// simulated session, the moment of the decision on the clock of the host in a live one.</param>
/// <param name="ExpiresAt">From then on the command must not act any more.</param>
public sealed record ControlCommand(ClassLabel Intent, double Confidence, Timestamp IssuedAt, Timestamp ExpiresAt)
{
    /// <summary>Number of the decision behind it in its session, from 0; −1, the default, when there is none.</summary>
    public long DecisionIndex { get; init; } = -1;

    /// <summary>One probability a class, in the order of the decoder's classes; empty by default.</summary>
    public ImmutableArray<double> Probabilities { get; init; } = [];

    /// <summary>Whether it repeats an earlier decision, because the one that was due came too late; no by default.</summary>
    public bool IsLate { get; init; }
}
