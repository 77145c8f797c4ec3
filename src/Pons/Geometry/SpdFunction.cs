using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>
/// Functions of symmetric matrices through their eigenvalues: f(A) = Vᵀ · diag(f(λ)) · V. All members may be called from any thread.
/// </summary>
public static class SpdFunction
{
    /// <summary>The matrix exponential.</summary>
    /// <param name="symmetric">Symmetric [n × n], any sign.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">A value is not finite.</exception>
    public static Matrix Exp(Matrix symmetric) => Of(SymmetricEigen.Of(symmetric), Math.Exp);

    /// <summary>The matrix logarithm.</summary>
    /// <param name="spd">Positive definite [n × n].</param>
    /// <returns>Symmetric [n × n], new.</returns>
    /// <exception cref="GeometryException">The matrix is not positive definite, or not finite.</exception>
    public static Matrix Log(Matrix spd)
    {
        SpdMatrix.ThrowIfNotSquare(spd);
        SpdMatrix.ThrowIfNotFinite(spd.Values, spd.Columns, "The matrix");
        var n = spd.Rows;
        var log = spd.Clone();
        MatrixProduct.Symmetrise(log.Values, n);
        if (!MatrixLogarithm.TryReplace(log.Values, n, new double[MatrixLogarithm.WorkspaceLength(n)])) throw NoLogarithm(spd);
        return log;
    }

    /// <summary>The symmetric square root.</summary>
    /// <param name="spd">Positive definite [n × n].</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">The matrix is not positive definite, or not finite.</exception>
    public static Matrix Sqrt(Matrix spd) => OfPositive(spd, Math.Sqrt);

    /// <summary>The inverse of the symmetric square root.</summary>
    /// <param name="spd">Positive definite [n × n].</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">The matrix is not positive definite, or not finite.</exception>
    public static Matrix InverseSqrt(Matrix spd) => OfPositive(spd, value => 1 / Math.Sqrt(value));

    /// <summary>A real power.</summary>
    /// <param name="spd">Positive definite [n × n].</param>
    /// <param name="exponent">Any finite number.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">The matrix is not positive definite, or not finite.</exception>
    public static Matrix Power(Matrix spd, double exponent) => OfPositive(spd, value => Math.Pow(value, exponent));

    /// <summary>Eigenvalues and vectors of a matrix that must be positive definite.</summary>
    internal static SymmetricEigen PositiveEigen(Matrix spd)
    {
        var eigen = SymmetricEigen.Of(spd);
        SpdMatrix.ThrowIfNotPositive(eigen.Values, spd);
        return eigen;
    }

    internal static Matrix Of(SymmetricEigen eigen, Func<double, double> function)
    {
        var n = eigen.Values.Length;
        var scaled = eigen.Vectors.Transpose();
        for (var r = 0; r < n; r++)
            for (var c = 0; c < n; c++)
                scaled.Values[r * n + c] *= function(eigen.Values[c]);
        var result = MatrixProduct.Multiply(scaled, eigen.Vectors);
        MatrixProduct.Symmetrise(result.Values, n);
        return result;
    }

    /// <summary>The error of a matrix whose logarithm could not be computed.</summary>
    internal static GeometryException NoLogarithm(Matrix matrix) => NoLogarithm(matrix, "The matrix");

    /// <summary>The error of a matrix, named in a message, whose logarithm at a reference could not be computed.</summary>
    internal static GeometryException NoLogarithm(Matrix matrix, string subject)
    {
        var values = SymmetricEigen.Of(matrix).Values;
        return values[0] > SpdMatrix.RankTolerance * values[^1]
            ? new GeometryException(
                $"{subject} differs from the reference by more than a factor of 1e13 in some direction.",
                "Its logarithm there has no correct digits.",
                "Bring all matrices to one unit and one basis, and remove outliers.")
            : GeometryException.NotPositiveDefinite(matrix, subject);
    }

    private static Matrix OfPositive(Matrix spd, Func<double, double> function) => Of(PositiveEigen(spd), function);
}
