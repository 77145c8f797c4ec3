namespace Pons.Evaluation;

/// <summary>The range of several standard normal values (Tukey's studentized range with a known variance), by integration.</summary>
internal static class StudentizedRange
{
    private const double Step = 0.05, Reach = 8;

    /// <summary>The range that is exceeded with this probability.</summary>
    /// <param name="p">Above 0, below 1.</param>
    /// <param name="count">Values, at least 2.</param>
    public static double UpperQuantile(double p, int count)
    {
        double low = 0, high = 20;
        while (high - low > 1e-12)
        {
            var middle = 0.5 * (low + high);
            if (1 - Within(middle, count) > p) low = middle;
            else high = middle;
        }

        return 0.5 * (low + high);
    }

    // n ∫ φ(z) (Φ(z) − Φ(z − q))ⁿ⁻¹ dz; the trapezium rule is exact to rounding for so smooth a function.
    private static double Within(double range, int count)
    {
        var sum = 0.0;
        for (var z = -Reach; z <= Reach; z += Step)
            sum += Math.Exp(-z * z / 2) * Math.Pow(NormalDistribution.UpperTail(z - range) - NormalDistribution.UpperTail(z), count - 1);
        return count * Step * sum / Math.Sqrt(2 * Math.PI);
    }
}
