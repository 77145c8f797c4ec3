using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.Neuracle;

/// <summary>Reads Neuracle's data service over TCP.</summary>
internal sealed class NeuracleDriver(DeviceAddress address, NeuracleOptions options, HostClock clock) : DeviceDriver(address)
{
    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        using var client = await TcpConnection.OpenAsync(Address, NeuracleProtocol.Port, clock.Time, cancellation).ConfigureAwait(false);
        var parser = new NeuracleParser(options.Stream(new ClockId(Address.ToString())), options.HasIntegerTrigger, options.IsAligned);
        await new WireReader(parser, output, clock).ReadAsync(client.GetStream(), cancellation).ConfigureAwait(false);
        throw new DeviceException(
            Address.ToString(), "the data service closed the connection.", "Samples may be missing.", "Check Neuracle's recorder and the network.")
        { Code = DeviceFaultCode.Closed };
    }
}
