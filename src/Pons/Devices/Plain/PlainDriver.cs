using Pons.Streams.Clocks;

namespace Pons.Devices.Plain;

/// <summary>Reads a described device: connects to it over TCP, or listens to its datagrams.</summary>
internal sealed class PlainDriver(DeviceAddress address, PlainDescription description, HostClock clock) : DeviceDriver(address)
{
    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        var parser = new PlainParser(description, Address);
        if (description.Transport == PlainTransport.Udp)
        {
            using var reader = new DatagramReader(Address, clock);
            await reader.ReadAsync(new PlainDatagramParser(parser), output, cancellation).ConfigureAwait(false);
            return;
        }

        using var client = await TcpConnection.OpenAsync(Address, PlainProtocol.UsualPort, clock.Time, cancellation).ConfigureAwait(false);
        await new WireReader(parser, output, clock).ReadAsync(client.GetStream(), cancellation).ConfigureAwait(false);
        throw new IOException("The device closed the connection.");
    }
}
