namespace Pons.Geometry;

/// <summary>
/// The coordinates of Lin 2019 (doi 10.1137/18M1221084) in which positive definite matrices fill a flat space: the lower Cholesky factor
/// with the logarithm of its diagonal.
/// </summary>
internal static class LogCholesky
{
    /// <summary>The coordinates of a positive definite matrix [n × n], lower triangular.</summary>
    internal static Matrix Coordinates(Matrix spd) => WithDiagonal(Cholesky.Factor(spd).Lower, Math.Log);

    /// <summary>The positive definite matrix at coordinates.</summary>
    internal static Matrix At(Matrix coordinates)
    {
        var lower = WithDiagonal(coordinates, Math.Exp);
        var spd = MatrixProduct.MultiplyTransposed(lower, lower);
        MatrixProduct.Symmetrise(spd.Values, spd.Rows);
        return spd;
    }

    private static Matrix WithDiagonal(Matrix lower, Func<double, double> function)
    {
        var changed = lower.Clone();
        for (var i = 0; i < lower.Rows; i++) changed[i, i] = function(lower[i, i]);
        return changed;
    }
}
