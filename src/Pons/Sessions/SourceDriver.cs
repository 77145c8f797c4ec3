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
        output.Arrive(_clock.Now);
        output.Begin(new(source.Info) { CountsAcrossConnections = true });
        await foreach (var block in source.ReadAsync(cancellation).ConfigureAwait(false)) Hand(block, output);
    }

    private void Hand(SignalBlock block, SampleOutput output)
    {
        output.Arrive(_clock.Now);
        block.Samples.Span.CopyTo(output.Add(block.FirstSampleIndex, block.SampleCount));
        foreach (var marker in block.Markers) output.Mark(marker.SampleIndex, marker.Label, marker.Duration);
        output.Flush();
    }
}
