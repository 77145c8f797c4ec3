namespace Pons.Evaluation;

/// <summary>Rates of events that are counted over time.</summary>
public static class PoissonRate
{
    private const double Tail = 0.025;

    /// <summary>
    /// Events per unit of exposure with the exact 95 % interval of Garwood (1936, doi 10.1093/biomet/28.3-4.437): every mean of a Poisson
    /// count under which neither so many nor so few events have a probability below 2.5 %.
    /// </summary>
    /// <param name="count">Events, at least 0.</param>
    /// <param name="exposure">Time that was watched, in any unit; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static Estimate Of(int count, double exposure)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!(exposure > 0 && double.IsFinite(exposure))) throw new ArgumentOutOfRangeException(nameof(exposure), exposure, "Must be positive.");
        var low = count == 0 ? 0 : MeanWhere(count - 1, 1 - Tail);
        return new(count / exposure, low / exposure, MeanWhere(count, Tail) / exposure);
    }

    /// <summary>The mean under which at most so many events have this probability.</summary>
    private static double MeanWhere(int count, double probability)
    {
        var logFactorial = 0.0;
        for (var k = 2; k <= count; k++) logFactorial += Math.Log(k);
        var reach = 10 + 10 * Math.Sqrt(count + 1);
        double low = Math.Max(0, count - reach), high = count + reach;
        while (high - low > 1e-14 * high)
        {
            var middle = (low + high) / 2;
            if (middle == low || middle == high) break;
            if (AtMost(count, middle, logFactorial) > probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    private static double AtMost(int count, double mean, double logFactorial)
    {
        var term = Math.Exp(count * Math.Log(mean) - mean - logFactorial);
        var sum = term;
        for (var k = count; k > 0 && term > 0; k--) sum += term *= k / mean;
        return sum;
    }
}
