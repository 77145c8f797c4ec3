namespace Pons.Devices;

/// <summary>What came of a device so far.</summary>
/// <param name="Received">Samples that came.</param>
/// <param name="Missing">Samples that are missing, counted or estimated.</param>
/// <param name="Late">Samples that came twice or too late, and are not used.</param>
/// <param name="Gaps">Places where samples are missing.</param>
/// <param name="Reconnections">How often the connection was made again.</param>
/// <param name="GarbageBytes">Bytes that were no part of the protocol.</param>
public readonly record struct DeviceCounts(long Received, long Missing, long Late, int Gaps, int Reconnections, long GarbageBytes);
