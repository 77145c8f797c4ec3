using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices;

/// <summary>
/// Follows the clock of one device by what it sends: feeds the arrivals of its samples into a <see cref="ClockFit"/> and begins anew where
/// the device's time cannot be trusted: behind a new connection, or a gap whose length is only estimated. A gap that the device itself
/// counted keeps the fit, because its counter went on. The snapshots may be read from any thread.
/// </summary>
public sealed class DeviceClock : SampleTap
{
    private readonly Lock _gate = new();
    private ClockFit? _fit;
    private StreamInfo? _info;

    /// <summary>The map from the device's clock to the host's at present; <see langword="null"/> before the first sample.</summary>
    public ClockMap? Map => Read(fit => fit.Map);

    /// <summary>Whether the fit is warm.</summary>
    public ClockFitState State => Read(fit => fit.State);

    /// <summary>How much of the warm-up is over, 0 to 1.</summary>
    public double WarmUpShare => Read(fit => fit.WarmUpShare);

    /// <summary>Reads the fit while nothing is added to it.</summary>
    /// <param name="read">Reads; must not keep the fit.</param>
    /// <returns>What was read; the default before the stream is known.</returns>
    public T? Read<T>(Func<ClockFit, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (_gate) return _fit is { } fit ? read(fit) : default;
    }

    /// <inheritdoc/>
    public override void Begin(DeviceStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        lock (_gate)
        {
            _info = stream.Info;
            if (_fit is null) _fit = new(stream.Info.Clock, OptionsOf(stream));
            else if (!stream.CountsAcrossConnections) _fit.Restart(ClockRestartReason.Reconnected);
        }
    }

    /// <inheritdoc/>
    public override void Take(SampleRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        lock (_gate)
        {
            if (run.SampleCount == 0) return;
            if (run.Gap is { IsEstimated: true, Reason: not GapReason.Reconnected }) _fit!.Restart(ClockRestartReason.Gap);
            _fit!.Add(LastTime(run), run.Arrival);
        }
    }

    /// <inheritdoc/>
    public override void Take(ClockProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        lock (_gate) _fit?.AddMeasured(probe.Device, probe.Host, probe.Uncertainty);
    }

    private Timestamp LastTime(SampleRun run)
    {
        if (run.Stamps.Length > 0) return Timestamp.FromSeconds(_info!.Clock, run.Stamps[^1]);
        return _info!.RateHz is { } rate ? run.Time + Duration.OfSamples(run.SampleCount - 1, rate) : run.Time;
    }

    private static ClockFitOptions OptionsOf(DeviceStream stream)
    {
        var (least, most) = stream.TransportDelay;
        return new() { SmallestMinimalDelay = least, LargestMinimalDelay = most };
    }
}
