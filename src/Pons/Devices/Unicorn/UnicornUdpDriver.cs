using Pons.Streams.Clocks;

namespace Pons.Devices.Unicorn;

/// <summary>Listens to what Unicorn UDP sends.</summary>
internal sealed class UnicornUdpDriver(DeviceAddress address, HostClock clock) : DeviceDriver(address)
{
    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        using var reader = new DatagramReader(Address, clock);
        await reader.ReadAsync(new UnicornDatagramParser(Address), output, cancellation).ConfigureAwait(false);
    }
}
