namespace Pons.Certification.Measurements;

/// <summary>
/// A thread asks to be woken after so long, again and again: how much later than asked it runs. This is what the scheduler of the
/// system adds whenever something waits for its time.
/// </summary>
public sealed class WakeUpMeasurement : Measurement
{
    private readonly int _periodMilliseconds;
    private readonly double _relativeSeconds;

    /// <summary>Waits of a length.</summary>
    /// <param name="periodMilliseconds">What is asked for, 1 or more.</param>
    /// <param name="relativeSeconds">How long it should last beside the others.</param>
    public WakeUpMeasurement(int periodMilliseconds, double relativeSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periodMilliseconds, 1);
        (_periodMilliseconds, _relativeSeconds) = (periodMilliseconds, relativeSeconds);
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"wake-up-{_periodMilliseconds}ms");

    /// <inheritdoc/>
    public override double RelativeSeconds => _relativeSeconds;

    /// <inheritdoc/>
    protected override Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation) =>
        OnOwnThread(() => Measure(time, cancellation), cancellation);

    private MeasurementResult Measure(MeasuringTime time, CancellationToken cancellation)
    {
        var late = new TimeCollector(time);
        while (time.IsLeft)
        {
            var asked = time.Now;
            cancellation.WaitHandle.WaitOne(_periodMilliseconds);
            cancellation.ThrowIfCancellationRequested();
            // Woken early by the granularity of the system's clock, it is not late.
            late.Add(Math.Max(0, time.Milliseconds(asked, time.Now) - _periodMilliseconds));
        }

        return MeasurementResult.Of(Name, late.Milliseconds);
    }
}
