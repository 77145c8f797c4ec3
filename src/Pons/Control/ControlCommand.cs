using Pons.Decoding;
using Pons.Streams;

namespace Pons.Control;

/// <summary>What is asked of an effector, for a limited time.</summary>
/// <param name="Intent">What the person wants, as the decoder names it.</param>
/// <param name="Confidence">How sure the decoder is, 0 to 1.</param>
/// <param name="IssuedAt">Time of the newest sample behind it, on the stream's clock.</param>
/// <param name="ExpiresAt">From then on the command must not act any more.</param>
public sealed record ControlCommand(ClassLabel Intent, double Confidence, Timestamp IssuedAt, Timestamp ExpiresAt);
