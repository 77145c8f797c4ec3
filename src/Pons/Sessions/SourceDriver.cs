using Pons.Devices;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Sessions;

/// <summary>A signal source as a device, so that recordings and virtual subjects are recorded and shown like amplifiers.</summary>
public sealed class SourceDriver : DeviceDriver
{
    private readonly Func<SignalSource> _open;
    private readonly HostClock _clock;

    /// <summary>Prepares a driver.</summary>
    /// <param name="address">What the source is called.</param>
    /// <param name="open">Opens the source; called for each connection.</param>
    /// <param name="clock">Stamps arrivals.</param>
    public SourceDriver(DeviceAddress address, Func<SignalSource> open, HostClock clock)
        : base(address)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(clock);
        (_open, _clock) = (open, clock);
    }

    /// <inheritdoc/>
    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        await using var source = _open();
        var stream = new DeviceStream(source.Info) { CountsAcrossConnections = true };
        output.Arrive(_clock.Now);
        output.Begin(stream);
        var feed = new BlockFeed(output, stream, _clock);
        await foreach (var block in source.ReadAsync(cancellation).ConfigureAwait(false)) feed.Take(block);
    }
}
