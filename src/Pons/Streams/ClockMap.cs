namespace Pons.Streams;

/// <summary>
/// The only way from one clock to another: offset and drift, with the uncertainty of the result. Fitted robustly to pairs of
/// readings, so that a few late readings do not bend it (Theil 1950, Sen 1968, doi 10.1080/01621459.1968.10480934). Immutable.
/// </summary>
public sealed record ClockMap
{
    private ClockMap(ClockId from, ClockId to) => (From, To) = (from, to);

    /// <summary>The clock that is converted from.</summary>
    public ClockId From { get; }

    /// <summary>The clock that is converted to.</summary>
    public ClockId To { get; }

    /// <summary>Reading of <see cref="From"/> around which the map was fitted, in nanoseconds.</summary>
    public long OriginNanoseconds { get; private init; }

    /// <summary>Reading of <see cref="To"/> minus reading of <see cref="From"/> at the origin, in nanoseconds.</summary>
    public long OffsetNanoseconds { get; private init; }

    /// <summary>How much faster <see cref="To"/> runs, in parts per million.</summary>
    public double DriftPartsPerMillion { get; private init; }

    /// <summary>Half width that holds 95 % of the readings around the map, in nanoseconds; holds between the readings that it rests on.</summary>
    public long UncertaintyNanoseconds { get; private init; }

    /// <summary>First reading of <see cref="From"/> that the map rests on, in nanoseconds.</summary>
    public long KnownFromNanoseconds { get; internal init; }

    /// <summary>Last reading of <see cref="From"/> that the map rests on, in nanoseconds.</summary>
    public long KnownToNanoseconds { get; internal init; }

    /// <summary>Half width of <see cref="DriftPartsPerMillion"/>: how fast the uncertainty grows before and after the readings.</summary>
    public double DriftUncertaintyPartsPerMillion { get; internal init; }

    /// <summary>The map that takes one moment to another with a known drift.</summary>
    /// <param name="from">A moment on the clock that is converted from; the map is known there alone.</param>
    /// <param name="to">The same moment on the clock that is converted to.</param>
    /// <param name="driftPartsPerMillion">How much faster the second clock runs.</param>
    /// <param name="uncertainty">How far the two moments may be apart, 0 or more.</param>
    public static ClockMap Through(Timestamp from, Timestamp to, double driftPartsPerMillion, Duration uncertainty)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(uncertainty.Nanoseconds, nameof(uncertainty));
        return new(from.Clock, to.Clock)
        {
            OriginNanoseconds = from.Nanoseconds,
            OffsetNanoseconds = to.Nanoseconds - from.Nanoseconds,
            DriftPartsPerMillion = driftPartsPerMillion,
            UncertaintyNanoseconds = uncertainty.Nanoseconds,
            KnownFromNanoseconds = from.Nanoseconds,
            KnownToNanoseconds = from.Nanoseconds,
        };
    }

    /// <summary>Fits a map to readings of both clocks taken at the same moments.</summary>
    /// <param name="pairs">At least two pairs, all on the same two clocks; order does not matter.</param>
    /// <exception cref="ArgumentException">Fewer than two pairs.</exception>
    /// <exception cref="ClockMismatchException">A pair is on other clocks.</exception>
    public static ClockMap Fit(IReadOnlyList<(Timestamp From, Timestamp To)> pairs)
    {
        if (pairs.Count < 2) throw new ArgumentException($"A clock map needs two pairs of readings, not {pairs.Count}.", nameof(pairs));
        var (from, to) = (pairs[0].From.Clock, pairs[0].To.Clock);
        foreach (var pair in pairs)
        {
            ClockMismatchException.ThrowIfDifferent(pair.From.Clock, from);
            ClockMismatchException.ThrowIfDifferent(pair.To.Clock, to);
        }

        var origin = Median([.. pairs.Select(p => (double)p.From.Nanoseconds)]);
        var x = pairs.Select(p => p.From.Nanoseconds - origin).ToArray();
        var offsets = pairs.Select(p => (double)(p.To.Nanoseconds - p.From.Nanoseconds)).ToArray();
        var slope = MedianSlope(x, offsets);
        var intercept = Median([.. offsets.Select((o, i) => o - slope * x[i])]);
        var residuals = offsets.Select((o, i) => Math.Abs(o - intercept - slope * x[i])).Order().ToArray();
        var uncertainty = Math.Ceiling(residuals[(int)Math.Ceiling(0.95 * residuals.Length) - 1]);
        var (first, last) = (pairs.Min(p => p.From.Nanoseconds), pairs.Max(p => p.From.Nanoseconds));
        return new(from, to)
        {
            OriginNanoseconds = (long)Math.Round(origin),
            OffsetNanoseconds = (long)Math.Round(intercept),
            DriftPartsPerMillion = slope * 1e6,
            UncertaintyNanoseconds = (long)uncertainty,
            KnownFromNanoseconds = first,
            KnownToNanoseconds = last,
            DriftUncertaintyPartsPerMillion = last > first ? 2e6 * uncertainty / (last - first) : 0,
        };
    }

    /// <summary>How far <see cref="Convert"/> may be wrong: grows before the first and after the last reading that the map rests on.</summary>
    /// <exception cref="ClockMismatchException">The moment is not on <see cref="From"/>.</exception>
    public Duration UncertaintyOf(Timestamp time)
    {
        ClockMismatchException.ThrowIfDifferent(time.Clock, From);
        var beyond = Math.Max(0.0, Math.Max(KnownFromNanoseconds - (double)time.Nanoseconds, time.Nanoseconds - (double)KnownToNanoseconds));
        return new(UncertaintyNanoseconds + (long)Math.Ceiling(beyond * (DriftUncertaintyPartsPerMillion * 1e-6)));
    }

    /// <summary>Takes a moment to the other clock.</summary>
    /// <exception cref="ClockMismatchException">The moment is not on <see cref="From"/>.</exception>
    public Timestamp Convert(Timestamp time)
    {
        ClockMismatchException.ThrowIfDifferent(time.Clock, From);
        var drift = (time.Nanoseconds - OriginNanoseconds) * (DriftPartsPerMillion * 1e-6);
        return new(To, time.Nanoseconds + OffsetNanoseconds + (long)Math.Round(drift));
    }

    /// <summary>Takes a moment of the other clock back; exact to a nanosecond or so.</summary>
    /// <exception cref="ClockMismatchException">The moment is not on <see cref="To"/>.</exception>
    public Timestamp ConvertBack(Timestamp time)
    {
        ClockMismatchException.ThrowIfDifferent(time.Clock, To);
        var passed = time.Nanoseconds - OffsetNanoseconds - OriginNanoseconds;
        var slope = DriftPartsPerMillion * 1e-6;
        return new(From, OriginNanoseconds + passed - (long)Math.Round(passed * (slope / (1 + slope))));
    }

    private static double MedianSlope(double[] x, double[] y)
    {
        var slopes = new List<double>();
        // All pairs up to 200 readings; beyond that, readings half the set apart, which keeps the cost linear.
        for (var i = 0; i < x.Length; i++)
            foreach (var j in x.Length <= 200 ? Enumerable.Range(i + 1, x.Length - i - 1) : [(i + x.Length / 2) % x.Length])
                if (x[i] != x[j]) slopes.Add((y[j] - y[i]) / (x[j] - x[i]));
        return slopes.Count == 0 ? 0 : Median([.. slopes]);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2;
    }
}
