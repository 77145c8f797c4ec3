using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.Rda;

/// <summary>Reads BrainVision Recorder over TCP.</summary>
internal sealed class RdaDriver(DeviceAddress address, HostClock clock) : DeviceDriver(address)
{
    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        using var client = await TcpConnection.OpenAsync(Address, RdaProtocol.FloatPort, clock.Time, cancellation).ConfigureAwait(false);
        var parser = new RdaParser(new ClockId(Address.ToString()));
        await new WireReader(parser, output, clock).ReadAsync(client.GetStream(), cancellation).ConfigureAwait(false);
        if (parser.HasStopped) return;
        throw new DeviceException(
            Address.ToString(), "the connection was closed without a stop message.", "Samples may be missing.", "Check Recorder and the network.")
        { Code = DeviceFaultCode.Closed };
    }
}
