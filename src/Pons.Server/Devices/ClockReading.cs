using Pons.Devices;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Server.Devices;

/// <summary>What is known of a device's clock at a moment; a snapshot.</summary>
/// <param name="Verdict">Whether its times can be relied on; <see langword="null"/> in the warm-up.</param>
/// <param name="WarmUpShare">How much of the warm-up is over, 0 to 1.</param>
/// <param name="DriftPpm">How much faster the device's clock runs than the computer's, in parts per million.</param>
/// <param name="Uncertainty">How far a sample's time may be wrong.</param>
/// <param name="MeasuredHz">Samples per second of the computer's clock; <see langword="null"/> in the warm-up or when irregular.</param>
/// <param name="Restarts">How often the fit began anew.</param>
internal sealed record ClockReading(
    ClockVerdict? Verdict, double WarmUpShare, double DriftPpm, Duration Uncertainty, double? MeasuredHz, int Restarts)
{
    /// <summary>Reads the clock of a device; <see langword="null"/> before the first sample.</summary>
    public static ClockReading? Of(DeviceLink link, StreamInfo stream) => link.Clock.Read(fit => Of(fit, stream));

    private static ClockReading? Of(ClockFit fit, StreamInfo stream)
    {
        if (fit.Pairs == 0) return null;
        var drift = -fit.DriftPartsPerMillion;
        var isWarm = fit.State == ClockFitState.Steady;
        double? measured = isWarm && stream.RateHz is { } rate ? rate * (1 + drift * 1e-6) : null;
        // Warm-up and gaps have their own places on the page.
        var evidence = ClockEvidence.Of(stream.Name, fit) with { TimeInWarmUp = 0, NominalRateHz = stream.RateHz, MeasuredRateHz = measured };
        return new(isWarm ? ClockVerdict.Of(evidence) : null, fit.WarmUpShare, drift, fit.Uncertainty, measured, fit.Restarts);
    }
}
