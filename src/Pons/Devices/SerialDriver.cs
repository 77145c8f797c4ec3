using Pons.Devices.Serial;
using Pons.Streams.Clocks;

namespace Pons.Devices;

/// <summary>Reads a device that streams over a serial port by itself, or after a few bytes that start it.</summary>
/// <param name="address">Whose path is the port.</param>
/// <param name="baud">Bits per second.</param>
/// <param name="parser">Makes the parser of one connection.</param>
/// <param name="clock">The clock of the host.</param>
internal sealed class SerialDriver(DeviceAddress address, int baud, Func<WireParser> parser, HostClock clock) : DeviceDriver(address)
{
    /// <summary>What starts the device; default nothing.</summary>
    public byte[] Start { get; init; } = [];

    /// <summary>What stops it; default nothing.</summary>
    public byte[] Stop { get; init; } = [];

    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        await using var port = SerialPort.Open(Address, baud, output);
        try
        {
            if (Start.Length > 0) port.Bytes.Write(Start);
            await new WireReader(parser(), output, clock).ReadAsync(port.Bytes, cancellation).ConfigureAwait(false);
            throw new IOException("The serial port ended.");
        }
        finally
        {
            StopDevice(port);
        }
    }

    private void StopDevice(SerialPort port)
    {
        try
        {
            if (Stop.Length > 0) port.Bytes.Write(Stop);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The device is gone, and with it what is to be stopped.
        }
    }
}
