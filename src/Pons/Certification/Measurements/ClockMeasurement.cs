namespace Pons.Certification.Measurements;

/// <summary>
/// Reads the monotonic clock again and again without a pause. Taken is the longest step of each thousand readings: how long the thread was
/// kept from running. Figures: <c>resolution</c>, the shortest step, in ns; <c>backward steps</c>; <c>wall clock jumps</c>, moments at
/// which the calendar clock and the monotonic one parted by more than 10 ms.
/// </summary>
public sealed class ClockMeasurement : Measurement
{
    private const double JumpMilliseconds = 10;
    private const int ReadingsPerLook = 1000;

    /// <inheritdoc/>
    public override string Name => "clock";

    /// <inheritdoc/>
    public override double RelativeSeconds => 1.5;

    /// <inheritdoc/>
    protected override Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation) =>
        OnOwnThread(() => Measure(time, cancellation), cancellation);

    private MeasurementResult Measure(MeasuringTime time, CancellationToken cancellation)
    {
        var longest = new TimeCollector(time);
        var (resolution, backward, jumps, lead) = (double.PositiveInfinity, 0, 0, WallLead(time));
        while (time.IsLeft)
        {
            cancellation.ThrowIfCancellationRequested();
            var steps = Look(time);
            longest.Add(steps.Longest);
            resolution = Math.Min(resolution, steps.Shortest);
            backward += steps.Backward;
            var leadNow = WallLead(time);
            if (Math.Abs(leadNow - lead) > JumpMilliseconds) jumps++;
            lead = leadNow;
        }

        return MeasurementResult.Of(
            Name, longest.Milliseconds, new Figure("resolution", double.IsFinite(resolution) ? resolution * 1e6 : 0, "ns"),
            new Figure("backward steps", backward, ""), new Figure("wall clock jumps", jumps, ""));
    }

    /// <summary>The shortest and longest step forward of some readings, and how often the clock went back.</summary>
    private static (double Shortest, double Longest, int Backward) Look(MeasuringTime time)
    {
        var (shortest, longest, backward, last) = (double.PositiveInfinity, 0.0, 0, time.Now);
        for (var i = 0; i < ReadingsPerLook; i++)
        {
            var now = time.Now;
            if (now < last) backward++;
            else if (now > last)
            {
                var step = time.Milliseconds(last, now);
                (shortest, longest) = (Math.Min(shortest, step), Math.Max(longest, step));
            }

            last = now;
        }

        return (shortest, longest, backward);
    }

    /// <summary>How far the calendar clock is ahead of the monotonic one, in milliseconds from a common origin.</summary>
    private static double WallLead(MeasuringTime time) =>
        time.Clock.GetUtcNow().UtcTicks / (double)TimeSpan.TicksPerMillisecond - time.Milliseconds(0, time.Now);
}
