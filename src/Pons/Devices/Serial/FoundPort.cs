namespace Pons.Devices.Serial;

/// <summary>A serial port of this computer.</summary>
/// <param name="Path">What <see cref="SerialPort.Open(string, int)"/> takes: <c>/dev/serial/by-id/…</c>, <c>/dev/ttyUSB0</c>, <c>COM3</c>.</param>
/// <param name="Detail">What it is, as far as its name tells: maker and serial number of the adapter.</param>
public sealed record FoundPort(string Path, string Detail);
