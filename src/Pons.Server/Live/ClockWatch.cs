namespace Pons.Server.Live;

/// <summary>
/// Compares the stream's own counting with the computer's monotonic clock: the rate that really arrives, and how evenly.
/// A straight line by least squares over the last 30 seconds, one reading each 100 ms. Belongs to the thread that pushes.
/// </summary>
internal sealed class ClockWatch(double rateHz, TimeProvider clock)
{
    private const double SpanSeconds = 30;
    private const double StepSeconds = 0.1;
    private const double SettlingSeconds = 3;
    private readonly Queue<(double Host, double Samples)> _readings = new();
    private readonly long _origin = clock.GetTimestamp();
    private double _last = double.NegativeInfinity;

    /// <summary>So many samples have arrived by now, missing ones included.</summary>
    public void Arrived(long endSampleIndex)
    {
        var now = clock.GetElapsedTime(_origin).TotalSeconds;
        if (now - _last < StepSeconds) return;
        _last = now;
        _readings.Enqueue((now, endSampleIndex));
        while (_readings.Peek().Host < now - SpanSeconds) _readings.Dequeue();
    }

    /// <summary>Forgets everything, because time stood still for the stream.</summary>
    public void Restart()
    {
        _readings.Clear();
        _last = double.NegativeInfinity;
    }

    /// <summary>What is known; <see langword="null"/> before three seconds have been seen.</summary>
    public ClockHealth? Read()
    {
        if (_readings.Count < 10 || _last - _readings.Peek().Host < SettlingSeconds) return null;
        var meanHost = _readings.Average(r => r.Host);
        var meanSamples = _readings.Average(r => r.Samples);
        var slope = _readings.Sum(r => (r.Host - meanHost) * (r.Samples - meanSamples))
            / _readings.Sum(r => (r.Host - meanHost) * (r.Host - meanHost));
        if (slope <= 0) return null;
        var variance = _readings.Average(r => Square((r.Samples - meanSamples) / slope - (r.Host - meanHost)));
        return new(slope, (slope / rateHz - 1) * 1e6, Math.Sqrt(variance) * 1e3);
    }

    private static double Square(double value) => value * value;
}
