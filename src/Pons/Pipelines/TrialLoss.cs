using Pons.Decoding;

namespace Pons.Pipelines;

/// <summary>A trial that was asked for by a marker and could not be cut.</summary>
/// <param name="Cue">The marker.</param>
/// <param name="Label">What was asked for.</param>
/// <param name="FirstSampleIndex">First sample that it would have had; may be negative.</param>
/// <param name="EndSampleIndex">One past the last sample that it would have had.</param>
/// <param name="Reason">Why it could not be cut.</param>
public sealed record TrialLoss(Streams.Marker Cue, ClassLabel Label, long FirstSampleIndex, long EndSampleIndex, LossReason Reason);
