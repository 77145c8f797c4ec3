namespace Pons.Evaluation;

/// <summary>The standard normal distribution, to full precision.</summary>
internal static class NormalDistribution
{
    private const double SeriesLimit = 3;

    /// <summary>The probability of a value above z.</summary>
    public static double UpperTail(double z)
    {
        if (z < 0) return 1 - UpperTail(-z);
        var density = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
        return z < SeriesLimit ? 0.5 - density * Series(z) : density / Fraction(z);
    }

    /// <summary>The z that is exceeded with this probability, 0 &lt; p &lt; 1.</summary>
    public static double UpperQuantile(double p)
    {
        double low = -40, high = 40;
        while (high - low > 1e-15 * Math.Max(1, Math.Abs(low)))
        {
            var middle = 0.5 * (low + high);
            if (middle == low || middle == high) break;
            if (UpperTail(middle) > p) low = middle;
            else high = middle;
        }

        return 0.5 * (low + high);
    }

    // z + z³/3 + z⁵/(3·5) + … (Abramowitz and Stegun 1964, 26.2.11).
    private static double Series(double z)
    {
        double term = z, sum = z;
        for (var k = 3; term > 1e-18 * sum; k += 2) sum += term *= z * z / k;
        return sum;
    }

    // z + 1/(z + 2/(z + 3/(z + …))) (Abramowitz and Stegun 1964, 26.2.14).
    private static double Fraction(double z)
    {
        var value = z;
        for (var k = 200; k > 0; k--) value = z + k / value;
        return value;
    }
}
