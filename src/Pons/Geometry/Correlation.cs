namespace Pons.Geometry;

/// <summary>The correlation of channels (Pearson 1895, doi 10.1098/rspl.1895.0041).</summary>
public static class Correlation
{
    /// <summary>cᵢⱼ / √(cᵢᵢ · cⱼⱼ), which no unit of a channel changes. May be called from any thread.</summary>
    /// <param name="covariance">A covariance [n × n]; its divisor does not matter, its shrinkage does.</param>
    /// <returns>[n × n], new: ones on the diagonal, the others from −1 to 1.</returns>
    /// <exception cref="GeometryException">A value is not finite, or a variance is not above 0.</exception>
    public static Matrix Of(Matrix covariance)
    {
        SpdMatrix.ThrowIfNotSquare(covariance);
        SpdMatrix.ThrowIfNotFinite(covariance.Values, covariance.Columns, "The covariance");
        var n = covariance.Rows;
        var correlation = Matrix.Identity(n);
        for (var r = 0; r < n; r++)
        {
            ThrowIfFlat(covariance[r, r], r);
            for (var c = 0; c < r; c++)
            {
                var value = covariance[r, c] / Math.Sqrt(covariance[r, r]) / Math.Sqrt(covariance[c, c]);
                correlation[r, c] = correlation[c, r] = Math.Clamp(value, -1, 1);
            }
        }

        return correlation;
    }

    private static void ThrowIfFlat(double variance, int channel)
    {
        if (variance > 0) return;
        throw new GeometryException(
            $"Channel {channel} has a variance of {variance:g3}.",
            "A channel that does not change has no correlation with any other.",
            "Drop the channel or interpolate it before this step.");
    }
}
