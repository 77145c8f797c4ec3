using static Pons.Streams.Clocks.BinRing;

namespace Pons.Streams.Clocks;

/// <summary>
/// The line below all one-way arrivals that lies closest to them: delays only add, so the earliest arrivals show the clock
/// (Moon, Skelly, Towsley, "Estimation and removal of clock skew from network delay measurements", INFOCOM 1999,
/// doi 10.1109/INFCOM.1999.749287). It is the edge of the lower convex hull over the mean time. While the drift that it shows is less
/// certain than what was known before, the known drift is kept and only the offset is taken.
/// </summary>
internal sealed class LowerEnvelope
{
    /// <summary>Share of the stretches whose best arrival counts as undisturbed.</summary>
    private const double UndisturbedShare = 0.75;

    private const int FewestForDrift = 8;
    private readonly int[] _hull = new int[BinRing.Capacity];
    private readonly double[] _residuals = new double[BinRing.Capacity];

    /// <summary>Fits the line to at least one pair, in the order of time.</summary>
    public ClockLine Fit(ReadOnlySpan<Pair> pairs, KnownDrift known)
    {
        var (from, to) = (pairs[0].X, pairs[^1].X);
        if (pairs.Length >= FewestForDrift)
        {
            var (x, y, slope) = EdgeOverMean(pairs);
            var spread = Spread(pairs, x, y, slope);
            var uncertainty = 2 * spread / (to - from) + known.Wander;
            if (uncertainty < known.Uncertainty && Math.Abs(slope) <= known.Largest + uncertainty)
                return new(x, y, slope, uncertainty, spread, from, to);
        }

        var lowest = pairs[0];
        foreach (var pair in pairs)
            if (pair.Y - known.Slope * pair.X < lowest.Y - known.Slope * lowest.X) lowest = pair;
        var plain = Spread(pairs, lowest.X, lowest.Y, known.Slope) + known.Uncertainty * (to - from);
        return new(lowest.X, lowest.Y, known.Slope, known.Uncertainty, plain, from, to);
    }

    private (double X, double Y, double Slope) EdgeOverMean(ReadOnlySpan<Pair> pairs)
    {
        var size = 0;
        var mean = 0.0;
        for (var i = 0; i < pairs.Length; i++)
        {
            mean += (pairs[i].X - mean) / (i + 1);
            while (size >= 2 && !TurnsUp(pairs[_hull[size - 2]], pairs[_hull[size - 1]], pairs[i])) size--;
            _hull[size++] = i;
        }

        var edge = 1;
        while (edge < size - 1 && pairs[_hull[edge]].X < mean) edge++;
        var (left, right) = (pairs[_hull[edge - 1]], pairs[_hull[edge]]);
        return (left.X, left.Y, (right.Y - left.Y) / (right.X - left.X));
    }

    private static bool TurnsUp(Pair a, Pair b, Pair c) => (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X) > 0;

    private double Spread(ReadOnlySpan<Pair> pairs, double x, double y, double slope)
    {
        for (var i = 0; i < pairs.Length; i++) _residuals[i] = pairs[i].Y - y - slope * (pairs[i].X - x);
        var used = _residuals.AsSpan(0, pairs.Length);
        used.Sort();
        return Math.Max(0, used[(int)(UndisturbedShare * (used.Length - 1))]) + 1_000;
    }
}
