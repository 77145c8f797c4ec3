using Pons.Decoding;

namespace Pons.Evaluation.Asynchronous;

/// <summary>One activation of a slid decoder, and what it meant.</summary>
/// <param name="EndSampleIndex">One past the newest sample that it rests on.</param>
/// <param name="Label">What was activated.</param>
/// <param name="Outcome">What it counts as.</param>
/// <param name="Latency">Seconds from the cue to the newest sample; only for hits.</param>
public sealed record Activation(long EndSampleIndex, ClassLabel Label, ActivationOutcome Outcome, double? Latency);
