namespace Pons.Certification.Measurements;

/// <summary>
/// The same as <see cref="WakeUpMeasurement"/> for code that awaits: a timer of 4 ms, then a thread of the pool. Simulated and
/// replayed sources are paced so.
/// </summary>
public sealed class TimerMeasurement : Measurement
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(4);

    /// <inheritdoc/>
    public override string Name => "timer-4ms";

    /// <inheritdoc/>
    public override double RelativeSeconds => 2;

    /// <inheritdoc/>
    protected override async Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation)
    {
        var late = new TimeCollector(time);
        while (time.IsLeft)
        {
            var asked = time.Now;
            await Task.Delay(Period, time.Clock, cancellation).ConfigureAwait(false);
            late.Add(Math.Max(0, time.Milliseconds(asked, time.Now) - Period.TotalMilliseconds));
        }

        return MeasurementResult.Of(Name, late.Milliseconds);
    }
}
