using Pons.Devices;

namespace Pons.Server.Devices;

/// <summary>A gap as it is shown.</summary>
/// <param name="At">When it was noticed, by the wall clock.</param>
/// <param name="FirstSample">The first sample that is missing.</param>
/// <param name="Samples">How many are missing.</param>
/// <param name="Seconds">How long that is; <see langword="null"/> for an irregular stream.</param>
/// <param name="Reason">How it is known.</param>
/// <param name="IsEstimated">Whether its length comes from a clock.</param>
internal sealed record DeviceGapView(DateTimeOffset At, long FirstSample, long Samples, double? Seconds, GapReason Reason, bool IsEstimated);
