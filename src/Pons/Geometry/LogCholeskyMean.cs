namespace Pons.Geometry;

/// <summary>The log-Cholesky mean of positive definite matrices.</summary>
public static class LogCholeskyMean
{
    /// <summary>
    /// L · Lᵀ, L the mean of the lower Cholesky factors below the diagonal and their geometric mean on it (Lin 2019,
    /// doi 10.1137/18M1221084, equation 4.3), which has the least sum of squared <see cref="LogCholeskyDistance"/>s. Its determinant is
    /// the geometric mean of the determinants. May be called from any thread.
    /// </summary>
    /// <param name="spd">Positive definite matrices [n × n], at least one.</param>
    /// <param name="weights">Weights, not negative, scaled to sum 1; equal when empty.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static Matrix Of(IReadOnlyList<Matrix> spd, ReadOnlySpan<double> weights = default)
    {
        var shares = MeanArguments.CheckedPositive(spd, weights);
        return LogCholesky.At(EuclideanMean.Weighted([.. spd.Select(LogCholesky.Coordinates)], shares));
    }
}
