using Pons.Streams.Clocks;

namespace Pons.Devices.BrainFlow;

/// <summary>Listens to what a streaming board sends.</summary>
internal sealed class BrainFlowDriver(DeviceAddress address, HostClock clock) : DeviceDriver(address)
{
    private readonly BrainFlowBoard _board = BrainFlowBoard.Of(address);

    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        using var reader = new DatagramReader(Address, clock);
        await reader.ReadAsync(new BrainFlowParser(Address, _board), output, cancellation).ConfigureAwait(false);
    }
}
