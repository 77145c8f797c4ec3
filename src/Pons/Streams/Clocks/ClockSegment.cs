namespace Pons.Streams.Clocks;

/// <summary>A stretch of a stream over which one map holds, ended by a restart.</summary>
/// <param name="End">Device time up to which it holds.</param>
/// <param name="HostEnd">Arrival of the last pair that belongs to it.</param>
/// <param name="Map">The map as it was at the end.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record ClockSegment(Timestamp End, Timestamp HostEnd, ClockMap Map, ClockRestartReason Reason);
