namespace Pons.Devices.Emulation;

/// <summary>One fault at one moment.</summary>
/// <param name="AtSeconds">When, in seconds of the emulated device since the first client came.</param>
/// <param name="Kind">What.</param>
/// <param name="Amount">How much, in the unit of the kind.</param>
public sealed record Fault(double AtSeconds, FaultKind Kind, double Amount = 1);
