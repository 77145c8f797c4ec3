namespace Pons.Geometry;

/// <summary>
/// The generalised symmetric eigenproblem a · v = λ · b · v with b positive definite, by the Cholesky factor of b
/// (Golub and Van Loan, Matrix Computations, 4th ed., algorithm 8.7.1). Immutable.
/// </summary>
public sealed class GeneralizedEigen
{
    private readonly double[] _values;

    private GeneralizedEigen(double[] values, Matrix vectors)
    {
        _values = values;
        Vectors = vectors;
    }

    /// <summary>Eigenvalues λ [n], ascending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Eigenvectors [n × n]: row i belongs to value i; rows V satisfy V · b · Vᵀ = I and V · a · Vᵀ = diag(λ).</summary>
    public Matrix Vectors { get; }

    /// <summary>Solves the problem.</summary>
    /// <param name="a">Symmetric [n × n].</param>
    /// <param name="b">Symmetric positive definite [n × n].</param>
    /// <exception cref="GeometryException">b is not positive definite, or a value is not finite.</exception>
    public static GeneralizedEigen Of(Matrix a, Matrix b)
    {
        SpdMatrix.ThrowIfNotSquare(a);
        SpdMatrix.ThrowIfNotOfSize(b, a.Rows);
        SpdMatrix.ThrowIfNotFinite(a.Values, a.Columns, "The first matrix");
        var n = a.Rows;
        var lower = Cholesky.Factor(b).Lower.Values;
        // W = L⁻¹ · a · L⁻ᵀ, as L⁻¹ applied to the columns of (L⁻¹ · a)ᵀ.
        var whitened = a.Clone();
        Cholesky.SolveLower(lower, whitened.Values, n, n);
        whitened = whitened.Transpose();
        Cholesky.SolveLower(lower, whitened.Values, n, n);
        var eigen = SymmetricEigen.Of(whitened);
        var columns = eigen.Vectors.Transpose();
        Cholesky.SolveLowerTransposed(lower, columns.Values, n, n);
        return new GeneralizedEigen(eigen.Values.ToArray(), columns.Transpose());
    }
}
