namespace Pons.Evaluation;

/// <summary>The distribution of χ² for whole degrees of freedom, by its finite series (Abramowitz and Stegun 1964, 26.4.4 and 26.4.5).</summary>
internal static class ChiSquared
{
    /// <summary>The probability of a value above one that is not negative.</summary>
    public static double UpperTail(double value, int degreesOfFreedom)
    {
        var odd = degreesOfFreedom % 2 == 1;
        var root = Math.Sqrt(value);
        var (term, sum) = odd ? (root * Math.Sqrt(2 / Math.PI), 0.0) : (1.0, 0.0);
        for (var k = odd ? 3 : 2; k <= degreesOfFreedom; k += 2)
        {
            sum += term;
            term *= value / k;
        }

        return (odd ? 2 * NormalDistribution.UpperTail(root) : 0) + Math.Exp(-value / 2) * sum;
    }
}
