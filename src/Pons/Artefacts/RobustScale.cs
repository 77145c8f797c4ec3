namespace Pons.Artefacts;

/// <summary>Middle and spread of numbers, some of which may be artefacts.</summary>
internal static class RobustScale
{
    /// <summary>Median, and the median distance from it scaled to the standard deviation of a normal distribution.</summary>
    public static (double Middle, double Deviation) Of(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var middle = Quantile(sorted, 0.5);
        for (var i = 0; i < sorted.Length; i++) sorted[i] = Math.Abs(sorted[i] - middle);
        Array.Sort(sorted);
        return (middle, 1.4826 * Quantile(sorted, 0.5));
    }

    /// <summary>A quantile of sorted numbers, linear between neighbours.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
    }
}
