namespace Pons.Streams.Clocks;

/// <summary>What is known of a device's clock and of the way to it, before anything has arrived.</summary>
public sealed record ClockFitOptions
{
    /// <summary>The stream comes over loopback or a quiet local cable; also the default.</summary>
    public static ClockFitOptions Loopback { get; } = new();

    /// <summary>The stream comes through a local network.</summary>
    public static ClockFitOptions LocalNetwork { get; } = new() { LargestMinimalDelay = new(5_000_000) };

    /// <summary>The stream comes through an FTDI serial adapter whose latency timer stands at its default of 16 ms.</summary>
    public static ClockFitOptions SerialLatencyTimer { get; } = new() { LargestMinimalDelay = new(16_000_000) };

    /// <summary>Least delay that even the fastest sample has between being taken and being stamped; default 0.</summary>
    public Duration SmallestMinimalDelay { get; init; }

    /// <summary>
    /// Most delay that the fastest sample may have; default 1 ms. Arrival stamps alone cannot tell a constant delay from an offset of
    /// clocks, so half of the distance to <see cref="SmallestMinimalDelay"/> stays in every uncertainty.
    /// </summary>
    public Duration LargestMinimalDelay { get; init; } = new(1_000_000);

    /// <summary>
    /// How late the first samples may be beyond the fastest, such as a burst; part of the uncertainty in the warm-up. Default 50 ms.
    /// </summary>
    public Duration LargestBurst { get; init; } = new(50_000_000);

    /// <summary>Most that a device's crystal runs fast or slow, in parts per million; default 500.</summary>
    public double LargestDriftPartsPerMillion { get; init; } = 500;

    /// <summary>How much the drift may change while nothing is heard, in parts per million; default 0.5 (a few kelvin at a quartz).</summary>
    public double DriftWanderPartsPerMillion { get; init; } = 0.5;

    /// <summary>Time on the device's clock until the fit is steady; default 10 s.</summary>
    public Duration WarmUp { get; init; } = new(10_000_000_000);

    /// <summary>Least jump of arrivals against the device's clock that is taken for a step; default 2 ms. Noise raises it.</summary>
    public Duration SmallestStep { get; init; } = new(2_000_000);

    /// <summary>How long everything must arrive later before that is a step and not a delay, on the host's clock; default 3 s.</summary>
    public Duration StepPatience { get; init; } = new(3_000_000_000);

    /// <summary>Pairs in a row that must lie too early before that is a step and not a single bad stamp; default 8.</summary>
    public int StepPairs { get; init; } = 8;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(SmallestMinimalDelay.Nanoseconds, nameof(SmallestMinimalDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(LargestMinimalDelay.Nanoseconds, SmallestMinimalDelay.Nanoseconds, nameof(LargestMinimalDelay));
        ArgumentOutOfRangeException.ThrowIfNegative(LargestBurst.Nanoseconds, nameof(LargestBurst));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(WarmUp.Nanoseconds, nameof(WarmUp));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SmallestStep.Nanoseconds, nameof(SmallestStep));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(StepPatience.Nanoseconds, nameof(StepPatience));
        ArgumentOutOfRangeException.ThrowIfLessThan(StepPairs, 2);
        if (!(LargestDriftPartsPerMillion > 0 && LargestDriftPartsPerMillion < 1e5))
            throw new ArgumentOutOfRangeException(nameof(LargestDriftPartsPerMillion), LargestDriftPartsPerMillion, "Not between 0 and 100 000 ppm.");
        if (!(DriftWanderPartsPerMillion >= 0 && DriftWanderPartsPerMillion <= LargestDriftPartsPerMillion))
            throw new ArgumentOutOfRangeException(nameof(DriftWanderPartsPerMillion), DriftWanderPartsPerMillion, "Not between 0 and the drift.");
    }
}
