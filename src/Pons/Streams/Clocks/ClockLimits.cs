namespace Pons.Streams.Clocks;

/// <summary>
/// Limits of a <see cref="ClockVerdict"/>. The defaults come from what paradigms need: an ERP average smears visibly from about 5 ms, a
/// visual evoked response at 15 Hz loses its phase from about 15 ms, and ordinary crystals keep 100 ppm.
/// </summary>
public sealed record ClockLimits
{
    /// <summary>The defaults.</summary>
    public static ClockLimits Default { get; } = new();

    /// <summary>Absolute drift, in parts per million.</summary>
    public ClockLimit Drift { get; init; } = new(100, 500);

    /// <summary>Stated uncertainty, in milliseconds.</summary>
    public ClockLimit Uncertainty { get; init; } = new(5, 25);

    /// <summary>95 % residual of arrivals, in milliseconds.</summary>
    public ClockLimit Jitter { get; init; } = new(10, 100);

    /// <summary>Longest burst, in milliseconds of device time.</summary>
    public ClockLimit Burst { get; init; } = new(15, 250);

    /// <summary>Share of samples that come together with the one before from which on bursts count; default a quarter.</summary>
    public double BurstHabit { get; init; } = 0.25;

    /// <summary>Number of restarts.</summary>
    public ClockLimit Restarts { get; init; } = new(0, 4);

    /// <summary>Share of samples that are missing.</summary>
    public ClockLimit Missing { get; init; } = new(0, 0.05);

    /// <summary>Share of the time in warm-up.</summary>
    public ClockLimit WarmUp { get; init; } = new(0.25, 0.75);

    /// <summary>Relative distance of the measured from the stated rate.</summary>
    public ClockLimit Rate { get; init; } = new(0.001, 0.01);

    /// <summary>Share of stamps that equal the one before.</summary>
    public ClockLimit EqualStamps { get; init; } = new(0.01, 0.2);

    /// <summary>Share of stamps that lie before an earlier one.</summary>
    public ClockLimit BackwardStamps { get; init; } = new(0, 0.01);

    /// <summary>Share of stamps that are too early to be believed.</summary>
    public ClockLimit Outliers { get; init; } = new(0.000_1, 0.01);
}
