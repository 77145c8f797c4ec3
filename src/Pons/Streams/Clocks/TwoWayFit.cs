namespace Pons.Streams.Clocks;

/// <summary>
/// The running fit to measured pairs of one segment, of which the most certain one of each stretch counts. Times are relative to the
/// segment's start, in nanoseconds. Allocates nothing.
/// </summary>
internal sealed class TwoWayFit(ClockFitOptions options)
{
    private const double FirstStretch = 1_000_000_000;
    private const double LargestStretch = 4_000_000_000;
    private const int PairsOfStep = 3;
    private readonly BinRing _best = new(FirstStretch, LargestStretch);
    private readonly BinRing.Pair[] _fitted = new BinRing.Pair[BinRing.Capacity + 1];
    private KnownDrift _drift;
    private double _away;
    private int _awayPairs;

    public bool HasLine { get; private set; }

    public ClockLine Line { get; private set; }

    public void Begin(KnownDrift drift)
    {
        _best.Clear();
        (_drift, HasLine, _awayPairs, _away) = (drift, false, 0, 0);
    }

    /// <summary>Takes a pair and says whether it completes a step.</summary>
    public ClockStep Add(double x, double y, double bound)
    {
        if (HasLine)
        {
            var off = y - Line.At(x);
            var away = Math.Abs(off) - bound - Line.UncertaintyAt(x);
            if (away > options.SmallestStep.Nanoseconds)
            {
                _away = Math.Max(_away, Math.Abs(off));
                return ++_awayPairs < PairsOfStep ? ClockStep.None : off > 0 ? ClockStep.Up : ClockStep.Down;
            }
        }

        (_awayPairs, _away) = (0, 0);
        _best.Add(new(x, y, bound), Line.Slope);
        Refit();
        return ClockStep.None;
    }

    public double UncertaintyAt(double x) => Line.UncertaintyAt(x) + _away;

    private void Refit()
    {
        _best.Closed.CopyTo(_fitted);
        _fitted[_best.Count] = _best.Open;
        (Line, HasLine) = (TwoWayLine.Fit(_fitted.AsSpan(0, _best.Count + 1), _drift), true);
    }
}
