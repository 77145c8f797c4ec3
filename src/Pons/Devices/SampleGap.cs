using Pons.Streams;

namespace Pons.Devices;

/// <summary>Samples of a stream that are missing.</summary>
/// <param name="FirstSampleIndex">The first missing sample, counted from the start of the stream.</param>
/// <param name="SampleCount">How many are missing, at least 0: a gap of unknown, small length has 0.</param>
/// <param name="Reason">How it is known.</param>
/// <param name="IsEstimated">Whether the length comes from a clock and not from a counter.</param>
/// <param name="Noticed">When the first sample behind the gap arrived, on the clock of the host.</param>
public sealed record SampleGap(long FirstSampleIndex, long SampleCount, GapReason Reason, bool IsEstimated, Timestamp Noticed);
