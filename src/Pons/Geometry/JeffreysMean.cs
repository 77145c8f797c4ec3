namespace Pons.Geometry;

/// <summary>The mean of positive definite matrices under the symmetric Kullback–Leibler divergence.</summary>
public static class JeffreysMean
{
    /// <summary>
    /// The matrix with the least sum of <see cref="JeffreysDivergence"/>s, which is the geometric mean of the arithmetic and the harmonic
    /// mean (Moakher and Batchelor 2006, doi 10.1007/3-540-31272-2_17). May be called from any thread.
    /// </summary>
    /// <param name="spd">Positive definite matrices [n × n], at least one.</param>
    /// <param name="weights">Weights, not negative, scaled to sum 1; equal when empty.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static Matrix Of(IReadOnlyList<Matrix> spd, ReadOnlySpan<double> weights = default)
    {
        var shares = MeanArguments.CheckedPositive(spd, weights);
        return Geodesic.Between(EuclideanMean.Weighted(spd, shares), HarmonicMean.Weighted(spd, shares), 0.5);
    }
}
