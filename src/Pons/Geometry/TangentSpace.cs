using System.Buffers;
using System.Numerics.Tensors;
using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>
/// The tangent space of the positive definite matrices at a reference (Barachant and others 2012, doi 10.1109/TBME.2011.2172210): a
/// matrix C
/// becomes the upper triangle by rows of log(R^−½ · C · R^−½), its off-diagonal values times √2, so that the Euclidean norm of the vector
/// is
/// the Riemannian distance to R. Immutable; may be used from several threads.
/// </summary>
public sealed class TangentSpace
{
    private const double Root2 = 1.4142135623730951;
    private readonly Matrix _root;
    private readonly Matrix _inverseRoot;

    /// <summary>Prepares the space at a reference.</summary>
    /// <param name="reference">R, positive definite [n × n]; copied.</param>
    /// <exception cref="GeometryException">The reference is not positive definite, or not finite.</exception>
    public TangentSpace(Matrix reference)
    {
        SpdMatrix.ThrowIfNotSquare(reference);
        Reference = reference.Clone();
        var eigen = SpdFunction.PositiveEigen(reference);
        _root = SpdFunction.Of(eigen, Math.Sqrt);
        _inverseRoot = SpdFunction.Of(eigen, value => 1 / Math.Sqrt(value));
    }

    /// <summary>The reference R [n × n].</summary>
    public Matrix Reference { get; }

    /// <summary>Length of a tangent vector, n · (n + 1) / 2.</summary>
    public int Dimension => Reference.Rows * (Reference.Rows + 1) / 2;

    /// <summary>Maps a matrix to its tangent vector.</summary>
    /// <param name="spd">Positive definite [n × n].</param>
    /// <param name="vector">The vector [<see cref="Dimension"/>], overwritten.</param>
    /// <exception cref="GeometryException">The matrix is not positive definite, or not finite.</exception>
    /// <exception cref="ArgumentException">A size does not fit.</exception>
    public void ToTangent(Matrix spd, Span<double> vector)
    {
        SpdMatrix.ThrowIfNotOfSize(spd, Reference.Rows);
        ThrowIfNotOfDimension(vector.Length);
        SpdMatrix.ThrowIfNotFinite(spd.Values, spd.Columns, "The matrix");
        var n = Reference.Rows;
        var rented = ArrayPool<double>.Shared.Rent(2 * n * n + MatrixLogarithm.WorkspaceLength(n));
        try
        {
            Span<double> log = rented.AsSpan(0, n * n), half = rented.AsSpan(n * n, n * n);
            // R^−½ is symmetric, so that no transpose is needed.
            MatrixProduct.Multiply(spd.Values, _inverseRoot.Values, half, n);
            MatrixProduct.Multiply(_inverseRoot.Values, half, log, n);
            MatrixProduct.Symmetrise(log, n);
            if (!MatrixLogarithm.TryReplace(log, n, rented.AsSpan(2 * n * n))) throw SpdFunction.NoLogarithm(spd);
            CopyTriangle(log, vector);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>Maps a tangent vector back to its matrix.</summary>
    /// <param name="vector">The vector [<see cref="Dimension"/>].</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">A value is not finite.</exception>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public Matrix FromTangent(ReadOnlySpan<double> vector)
    {
        ThrowIfNotOfDimension(vector.Length);
        var n = Reference.Rows;
        var log = new Matrix(n, n);
        var k = 0;
        for (var r = 0; r < n; r++)
            for (var c = r; c < n; c++)
                log[r, c] = log[c, r] = vector[k++] / (r == c ? 1 : Root2);
        return MatrixProduct.Congruence(_root, SpdFunction.Exp(log));
    }

    private void CopyTriangle(ReadOnlySpan<double> log, Span<double> vector)
    {
        var n = Reference.Rows;
        for (var r = 0; r < n; r++)
        {
            var row = log.Slice(r * n + r, n - r);
            vector[0] = row[0];
            TensorPrimitives.Multiply(row[1..], Root2, vector[1..]);
            vector = vector[row.Length..];
        }
    }

    private void ThrowIfNotOfDimension(int length)
    {
        if (length != Dimension)
            throw new ArgumentException($"A tangent vector of matrices of size {Reference.Rows} has {Dimension} values, not {length}.");
    }
}
