using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Server.Devices;

/// <summary>What is known of a device's clock at a moment; a snapshot.</summary>
/// <param name="Verdict">The whole in one word.</param>
/// <param name="Reasons">Why it is no better; empty when good.</param>
/// <param name="WarmUpShare">How much of the warm-up is over, 0 to 1.</param>
/// <param name="DriftPartsPerMillion">How much faster the device's clock runs than the computer's.</param>
/// <param name="Uncertainty">How far a sample's time may be wrong.</param>
/// <param name="Lateness">95 % of arrivals come at most this much later than the earliest ones would.</param>
/// <param name="MeasuredHz">Samples per second of the computer's clock; <see langword="null"/> in the warm-up.</param>
/// <param name="Restarts">How often the fit began anew.</param>
/// <param name="LastRestart">Why it last did; <see langword="null"/> when it never did.</param>
internal sealed record ClockReading(
    ClockVerdictWord Verdict,
    IReadOnlyList<ClockReason> Reasons,
    double WarmUpShare,
    double DriftPartsPerMillion,
    Duration Uncertainty,
    Duration Lateness,
    double? MeasuredHz,
    int Restarts,
    ClockRestartReason? LastRestart);
