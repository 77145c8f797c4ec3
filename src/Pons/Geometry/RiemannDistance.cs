using System.Buffers;
using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>The affine-invariant distance of positive definite matrices.</summary>
public static class RiemannDistance
{
    /// <summary>
    /// √Σ ln²λᵢ over the eigenvalues of b · v = λ · a · v (Förstner and Moonen 1999, doi 10.1007/978-3-662-05296-9_31), as the Frobenius
    /// norm
    /// of the logarithm of b whitened by the Cholesky factor of a. May be called from any thread.
    /// </summary>
    /// <param name="a">Positive definite [n × n].</param>
    /// <param name="b">Positive definite [n × n].</param>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static double Between(Matrix a, Matrix b)
    {
        SpdMatrix.ThrowIfNotSquare(a);
        SpdMatrix.ThrowIfNotOfSize(b, a.Rows);
        var n = a.Rows;
        var rented = ArrayPool<double>.Shared.Rent(4 * n * n + MatrixLogarithm.WorkspaceLength(n));
        try
        {
            return Between(a, b, rented.AsSpan(0, n * n), rented.AsSpan(n * n));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private static double Between(Matrix a, Matrix b, Span<double> whitened, Span<double> workspace)
    {
        var n = a.Rows;
        Span<double> inverse = workspace[..(n * n)], rest = workspace[(n * n)..];
        SpdMatrix.ThrowIfNotPositiveDefinite(b, inverse, rest, "The second matrix");
        SpdMatrix.ThrowIfNotPositiveDefinite(a, inverse, rest, "The first matrix");
        MatrixProduct.Congruence(inverse, b.Values, whitened, rest, n);
        return MatrixLogarithm.TryNorm(whitened, n, rest, out var norm) ? norm : throw GeometryException.TooFarApart(n);
    }
}
