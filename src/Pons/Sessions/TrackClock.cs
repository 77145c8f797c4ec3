using Pons.Devices;
using Pons.Sessions.Ledger;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Sessions;

/// <summary>Says every few seconds how far the clock of the host is from that of a recorded stream.</summary>
/// <param name="clock">Follows the clock of the device.</param>
/// <param name="info">The stream.</param>
/// <param name="isHost">Whether its time stamps are those of arrival.</param>
internal sealed class TrackClock(DeviceClock clock, StreamInfo info, bool isHost)
{
    /// <summary>So much must have been heard before the first offset is stated.</summary>
    private static readonly Duration s_first = Duration.FromSeconds(1);

    private readonly bool _isHost = isHost || info.Clock == ClockId.Host;
    private Timestamp _first, _last;
    private long? _firstArrival, _stated;
    private long _lastArrival;

    /// <summary>A run ended with a sample of this device time.</summary>
    public void Hear(double deviceSeconds, long arrival)
    {
        _last = Timestamp.FromSeconds(info.Clock, deviceSeconds);
        if (_firstArrival is null) (_firstArrival, _first) = (arrival, _last);
        _lastArrival = arrival;
    }

    /// <summary>Whether an offset is due.</summary>
    public bool IsDue(long now, TimeSpan period) => _firstArrival is { } first
        && (_stated is { } stated ? now - stated >= period.TotalNanoseconds : period == TimeSpan.Zero || now - first >= s_first.Nanoseconds);

    /// <summary>The present offset.</summary>
    /// <param name="stream">Name of the stream in the recording.</param>
    /// <param name="now">The present on the clock of the host.</param>
    /// <returns>The offset; <see langword="null"/> while nothing is known.</returns>
    public LedgerClock? State(string stream, long now)
    {
        if (_firstArrival is null) return null;
        _stated = now;
        if (_isHost) return new(stream, _last.Seconds, 0, 0, 0, "HostClock") { HostNanoseconds = now };
        if (clock.Map is not { } map) return null;
        var offset = (map.Convert(_last).Nanoseconds - _last.Nanoseconds) * 1e-9;
        return new(stream, _last.Seconds, offset, map.DriftPartsPerMillion, map.UncertaintyOf(_last).Seconds, clock.State.ToString())
        {
            HostNanoseconds = now,
        };
    }

    /// <summary>What is known of the times of the stream; <see langword="null"/> when nothing was heard, or its times are those of the
    /// host.</summary>
    /// <param name="stream">Name of the stream in the recording.</param>
    public ClockEvidence? Evidence(string stream)
    {
        if (_isHost || _firstArrival is null || clock.Read(fit => ClockEvidence.Of(stream, fit)) is not { } evidence) return null;
        return evidence with { NominalRateHz = info.RateHz, MeasuredRateHz = MeasuredRate(evidence) };
    }

    /// <summary>The rate by the host's clock, once the recording is so long that late arrivals change it by less than a twentieth of a per
    /// cent.</summary>
    private double? MeasuredRate(ClockEvidence evidence)
    {
        var heard = _lastArrival - _firstArrival!.Value;
        var lateness = Math.Max(evidence.Residual95.Nanoseconds, evidence.LongestBurst.Nanoseconds);
        return evidence.Restarts == 0 && heard > 2000.0 * Math.Max(lateness, 1_000_000) && info.RateHz is { } rate
            ? rate * (_last - _first).Nanoseconds / heard
            : null;
    }
}
