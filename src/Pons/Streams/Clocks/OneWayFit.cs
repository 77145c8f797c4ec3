namespace Pons.Streams.Clocks;

/// <summary>
/// The running fit to arrivals of one segment: the lower envelope over the best arrival of each stretch, lowered at once by every
/// earlier one; it tells a step from noise. Times are relative to the segment's start, in nanoseconds. Allocates nothing.
/// </summary>
internal sealed class OneWayFit(ClockFitOptions options)
{
    private const double NoiseOfStep = 8;
    private const double FirstStretch = 50_000_000;
    private const double LargestStretch = 2_000_000_000;
    private readonly BinRing _best = new(FirstStretch, LargestStretch);
    private readonly LowerEnvelope _envelope = new();
    private readonly RecentLeast _recent = new(4.0 * options.LargestBurst.Nanoseconds);
    private KnownDrift _drift;
    private double _lowered;
    private double _loweredSinceRefit;
    private double _early;
    private double _earlyAt;
    private int _earlyPairs;
    private int _latePairs;
    private double _lateSince;

    public bool HasLine { get; private set; }

    /// <summary>Device and host time of the last arrival that was neither too early nor too late.</summary>
    public (double X, double Host) Believed { get; private set; }

    public ClockLine Line { get; private set; }

    /// <summary>Device time since which the fit follows one line.</summary>
    public double Since { get; private set; }

    /// <summary>Arrivals that lay too early to be believed and were not followed by others.</summary>
    public long Outliers { get; private set; }

    public void Begin(KnownDrift drift)
    {
        _recent.Clear();
        (_drift, HasLine, _earlyPairs, _latePairs, _early, Believed, Since) = (drift, false, 0, 0, 0, default, 0);
    }

    /// <summary>Takes an arrival and says whether it completes a step.</summary>
    /// <param name="x">Device time.</param>
    /// <param name="host">Host time of the arrival.</param>
    /// <param name="yetUnknown">How late all arrivals so far may have been, beyond what the line states.</param>
    /// <param name="grain">Time between samples while they come in bursts, otherwise 0.</param>
    public ClockStep Add(double x, double host, double yetUnknown, double grain)
    {
        var y = host - x;
        if (!HasLine) Follow(x, y);
        var late = y - Line.At(x);
        var noise = Math.Max(options.SmallestStep.Nanoseconds, NoiseOfStep * Line.Spread);
        var threshold = noise + grain + Line.UncertaintyAt(x) - Line.Spread;
        if (late < -threshold - yetUnknown) return TooEarly(-late, host);
        if (_earlyPairs > 0 && host - _earlyAt > 2.0 * options.LargestBurst.Nanoseconds) DismissEarly();
        _recent.Add(x, host, late);
        if (StaysLate(late > threshold, host)) return ClockStep.Up;
        if (late <= threshold) Believed = (x, host);
        if (late < 0) Lower(x, y, -late);
        if (_best.Add(new(x, y, 0), Line.Slope)) Refit();
        return ClockStep.None;
    }

    /// <summary>How late an arrival is against the line, in nanoseconds; below 0 when it is too early to be believed.</summary>
    public double LatenessOf(double x, double host) => host - x - Line.At(x);

    /// <summary>How far the line may be wrong.</summary>
    /// <param name="x">Device time.</param>
    /// <param name="grain">Time between samples while they come in bursts, otherwise 0.</param>
    public double UncertaintyAt(double x, double grain) => InGrain(grain).UncertaintyAt(x) + _recent.Since(x) + _early;

    /// <summary>The line with what bursts hide: by up to the grain, in any direction over the time that was fitted.</summary>
    public ClockLine InGrain(double grain) => grain == 0 ? Line : Line with
    {
        Spread = Line.Spread + grain,
        SlopeUncertainty = Math.Min(_drift.Largest, Line.SlopeUncertainty + grain / Math.Max(Line.To - Line.From, grain)),
    };

    /// <summary>A step has ended the segment: forgets what its first pairs did to the line.</summary>
    public void EndWith(ClockStep step)
    {
        if (step == ClockStep.Down) Line = Line with { Y = Line.Y + _loweredSinceRefit };
        (_early, _loweredSinceRefit) = (0, 0);
    }

    private ClockStep TooEarly(double size, double host)
    {
        (_early, _earlyAt) = (Math.Max(_early, size), host);
        return ++_earlyPairs >= options.StepPairs ? ClockStep.Down : ClockStep.None;
    }

    private void DismissEarly()
    {
        Outliers += _earlyPairs;
        (_earlyPairs, _early) = (0, 0);
    }

    private bool StaysLate(bool isLate, double host)
    {
        if (!isLate) _latePairs = 0;
        else if (_latePairs++ == 0) _lateSince = host;
        return _latePairs >= options.StepPairs && host - _lateSince >= options.StepPatience.Nanoseconds;
    }

    private void Refit()
    {
        if (_loweredSinceRefit <= options.SmallestStep.Nanoseconds) _lowered = 0;
        _loweredSinceRefit = 0;
        Line = _envelope.Fit(_best.Closed, _drift);
        var late = _best.Open.Y - Line.At(_best.Open.X);
        if (late < 0) Line = Line with { Y = Line.Y + late };
    }

    private void Follow(double x, double y)
    {
        _best.Clear();
        (Line, HasLine, Since, _lowered, _loweredSinceRefit) = (new(x, y, _drift.Slope, _drift.Uncertainty, 0, x, x), true, x, 0, 0);
    }

    /// <summary>
    /// An earlier arrival lowers the line. When that goes on beyond any burst, what a device had stored is running in: what came before says
    /// nothing about the clock.
    /// </summary>
    private void Lower(double x, double y, double size)
    {
        Line = Line with { Y = Line.Y - size };
        _loweredSinceRefit += size;
        if ((_lowered += size) > options.LargestBurst.Nanoseconds) Follow(x, y);
    }
}
