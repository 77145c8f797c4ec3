using Pons.Devices.Zmtp;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.OpenEphys;

/// <summary>Reads the Falcon Output plug-in.</summary>
internal sealed class FalconDriver(DeviceAddress address, string stream, HostClock clock) : DeviceDriver(address)
{
    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        using var client = await TcpConnection.OpenAsync(Address, FalconProtocol.DataPort, clock.Time, cancellation).ConfigureAwait(false);
        var parser = new FalconParser(stream, new ClockId(Address.ToString()));
        await ZmtpSubscriber.ReadAsync(client.GetStream(), parser, output, clock, cancellation).ConfigureAwait(false);
    }
}
