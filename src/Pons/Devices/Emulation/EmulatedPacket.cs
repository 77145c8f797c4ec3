using System.Collections.Immutable;

namespace Pons.Devices.Emulation;

/// <summary>Samples that an emulated device sends at once.</summary>
/// <param name="FirstSample">First sample since the start of the device.</param>
/// <param name="SampleCount">Number of samples.</param>
/// <param name="Number">Number of the packet from 0 on; lost ones are counted.</param>
/// <param name="Before">What the transport does wrong before it sends the packet.</param>
/// <param name="MarkerAt">Sample of a marker inside the packet; <see langword="null"/> for none.</param>
public sealed record EmulatedPacket(long FirstSample, int SampleCount, long Number, ImmutableArray<Fault> Before, long? MarkerAt);
