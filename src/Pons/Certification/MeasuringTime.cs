namespace Pons.Certification;

/// <summary>
/// How long a measurement lasts and the clock that it reads. The first twentieth is warm-up: code is compiled and caches fill, as
/// long before a session. Belongs to the measurement that runs.
/// </summary>
public sealed class MeasuringTime
{
    private const double WarmUpShare = 0.05;
    private const double ReportEverySeconds = 0.1;
    private readonly Action<double>? _report;
    private readonly double _frequency;
    private readonly long _start;
    private double _reported;

    /// <summary>Starts now.</summary>
    /// <param name="seconds">How long it lasts, above 0.</param>
    /// <param name="clock">The clock that is read; monotonic.</param>
    /// <param name="report">Told about ten times a second how many seconds have passed; may be left out.</param>
    public MeasuringTime(double seconds, TimeProvider clock, Action<double>? report = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        ArgumentNullException.ThrowIfNull(clock);
        (Seconds, Clock, _report) = (seconds, clock, report);
        _frequency = clock.TimestampFrequency;
        _start = clock.GetTimestamp();
    }

    /// <summary>How long it lasts.</summary>
    public double Seconds { get; }

    /// <summary>The clock that is read.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The present reading of the clock, for <see cref="Milliseconds"/>.</summary>
    public long Now => Clock.GetTimestamp();

    /// <summary>Whether times count already, the warm-up being over.</summary>
    public bool Counts => Elapsed > WarmUpShare * Seconds;

    /// <summary>Whether there is time left; reports how far it is.</summary>
    public bool IsLeft
    {
        get
        {
            Report();
            return Elapsed < Seconds;
        }
    }

    /// <summary>Reports how far it is, unless it did so a moment ago.</summary>
    public void Report()
    {
        var elapsed = Elapsed;
        if (elapsed - _reported < ReportEverySeconds) return;
        _reported = elapsed;
        _report?.Invoke(Math.Min(elapsed, Seconds));
    }

    private double Elapsed => (Clock.GetTimestamp() - _start) / _frequency;

    /// <summary>Milliseconds between two readings; finer than the 100 ns of a time span.</summary>
    /// <param name="from">The earlier reading.</param>
    /// <param name="to">The later reading.</param>
    public double Milliseconds(long from, long to) => (to - from) * 1000 / _frequency;
}
