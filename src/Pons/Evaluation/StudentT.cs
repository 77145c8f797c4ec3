namespace Pons.Evaluation;

/// <summary>Student's t distribution, for intervals of means over few people.</summary>
internal static class StudentT
{
    /// <summary>The mean of values with its 95 % interval; one value has no interval but itself.</summary>
    public static Estimate Mean(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        if (values.Count < 2) return new(mean, mean, mean);
        var variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
        var half = Quantile975(values.Count - 1) * Math.Sqrt(variance / values.Count);
        return new(mean, mean - half, mean + half);
    }

    /// <summary>The value that 97.5 % of the distribution lie below.</summary>
    public static double Quantile975(int degreesOfFreedom)
    {
        double low = 0, high = 13;
        while (high - low > 1e-12 * high)
        {
            var middle = (low + high) / 2;
            if (UpperTail(middle, degreesOfFreedom) > 0.025) low = middle;
            else high = middle;
        }

        return high;
    }

    /// <summary>
    /// The probability of a value above t, which is not negative: the finite series for whole degrees of freedom (Abramowitz and Stegun
    /// 1964, 26.7.3 and 26.7.4).
    /// </summary>
    public static double UpperTail(double t, int degreesOfFreedom)
    {
        var angle = Math.Atan(t / Math.Sqrt(degreesOfFreedom));
        double cosine = Math.Cos(angle), square = cosine * cosine, sine = Math.Sin(angle);
        var odd = degreesOfFreedom % 2 == 1;
        var (term, sum) = (odd ? cosine : 1.0, 0.0);
        for (var k = odd ? 3 : 2; k <= degreesOfFreedom; k += 2)
        {
            sum += term;
            term *= square * (k - 1) / k;
        }

        var inside = odd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
        return (1 - inside) / 2;
    }
}
