using static Pons.Streams.Clocks.BinRing;

namespace Pons.Streams.Clocks;

/// <summary>
/// The line through pairs whose error is bounded, as from a time service that states half of the round trip: least squares weighted by
/// the inverse square of the bound, with the drift that was known before as one more observation.
/// </summary>
internal static class TwoWayLine
{
    private const double Resolution = 1_000;

    /// <summary>Fits the line to at least one pair.</summary>
    public static ClockLine Fit(ReadOnlySpan<Pair> pairs, KnownDrift known)
    {
        double sum = 0, x = 0, y = 0, bound = 0, excess = 0;
        foreach (var pair in pairs)
        {
            var weight = Weight(pair);
            sum += weight;
            x += weight / sum * (pair.X - x);
            y += weight / sum * (pair.Y - y);
            bound += weight / sum * (pair.Bound - bound);
        }

        var precision = 1 / (known.Uncertainty * known.Uncertainty);
        var product = known.Slope * precision;
        foreach (var pair in pairs)
        {
            precision += Weight(pair) * (pair.X - x) * (pair.X - x);
            product += Weight(pair) * (pair.X - x) * (pair.Y - y);
        }

        var slope = product / precision;
        foreach (var pair in pairs) excess = Math.Max(excess, Math.Abs(pair.Y - y - slope * (pair.X - x)) - pair.Bound);
        var (from, to) = (pairs[0].X, pairs[^1].X);
        var spread = bound + Math.Max(0, excess) + Resolution;
        var uncertainty = to > from ? Math.Min(known.Uncertainty, 2 * spread / (to - from) + known.Wander) : known.Uncertainty;
        return new(x, y, slope, uncertainty, spread, from, to);
    }

    private static double Weight(Pair pair) => 1 / (pair.Bound * pair.Bound + Resolution * Resolution);
}
