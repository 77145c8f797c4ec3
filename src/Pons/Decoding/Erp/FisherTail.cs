namespace Pons.Decoding.Erp;

/// <summary>
/// The probability that a quotient of Fisher's distribution exceeds a value: the regularised incomplete beta function by its continued
/// fraction (NIST Digital Library of Mathematical Functions, 8.17.22).
/// </summary>
internal static class FisherTail
{
    /// <summary>P(F &gt; value).</summary>
    /// <param name="value">The quotient, 0 or more.</param>
    /// <param name="freedom">Degrees of freedom of the denominator, at least 1.</param>
    /// <param name="numerator">Degrees of freedom of the numerator, at least 1.</param>
    public static double Of(double value, int freedom, int numerator = 1)
    {
        if (!(value > 0)) return 1;
        if (double.IsInfinity(value)) return 0;
        var (a, b) = (freedom / 2.0, numerator / 2.0);
        var x = freedom / (freedom + numerator * value);
        return x < (a + 1) / (a + b + 2) ? Part(x, a, b) : 1 - Part(numerator * value / (freedom + numerator * value), b, a);
    }

    private static double Part(double x, double a, double b)
    {
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x)) / a;
        return front * Fraction(x, a, b);
    }

    // Lentz's method.
    private static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        var (c, d) = (1.0, 1 / NotZero(1 - (a + b) * x / (a + 1)));
        var result = d;
        for (var m = 1; m <= 500; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            result *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            result *= d * c;
            if (Math.Abs(d * c - 1) < 1e-15) break;
        }

        return result;

        static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
    }

    // Stirling's series behind ten steps of the recurrence.
    private static double LogGamma(double value)
    {
        var shift = 0.0;
        for (; value < 10; value++) shift -= Math.Log(value);
        var square = 1 / (value * value);
        var series = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) / value;
        return shift + (value - 0.5) * Math.Log(value) - value + 0.5 * Math.Log(2 * Math.PI) + series;
    }
}
