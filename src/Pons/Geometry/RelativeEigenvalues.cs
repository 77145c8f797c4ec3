namespace Pons.Geometry;

/// <summary>
/// The eigenvalues λ of a · v = λ · b · v for positive definite matrices, all 1 where a = b: whatever is computed from them does not change
/// when both are mixed alike.
/// </summary>
internal static class RelativeEigenvalues
{
    /// <summary>Σ f(λ − 1, λ). Terms in λ − 1 keep their digits where the matrices are nearly equal.</summary>
    /// <exception cref="GeometryException">A matrix is not positive definite or not finite, or they lie too far apart.</exception>
    internal static double Sum(Matrix a, Matrix b, Func<double, double, double> term)
    {
        SpdMatrix.ThrowIfNotPair(a, b);
        var values = GeneralizedEigen.Of(a, b).Values;
        if (!(values[0] > SpdMatrix.CertainShare * SpdMatrix.RankTolerance * values[^1])) throw GeometryException.TooFarApart(a.Rows);
        var sum = 0.0;
        foreach (var value in values) sum += term(value - 1, value);
        return sum;
    }
}
