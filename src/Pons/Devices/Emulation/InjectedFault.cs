namespace Pons.Devices.Emulation;

/// <summary>A fault that an emulator really made.</summary>
/// <param name="Kind">What.</param>
/// <param name="FirstSample">First sample that it touched, since the start of the device.</param>
/// <param name="SampleCount">Samples that never left the device; 0 when none was lost.</param>
/// <param name="Bytes">Bytes that were added.</param>
public sealed record InjectedFault(FaultKind Kind, long FirstSample, long SampleCount, long Bytes = 0);
