using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Pons.Geometry;

/// <summary>What every operation on symmetric positive definite matrices asks of its arguments.</summary>
internal static class SpdMatrix
{
    /// <summary>
    /// Eigenvalues below this share of the largest count as zero. Rounding to single precision leaves about 1e-14 of the power in a
    /// direction that is empty; electrodes leave 1e-8 and more in the emptiest direction that is real.
    /// </summary>
    internal const double RankTolerance = 1e-12;

    /// <summary>The share of the tolerance that proofs by bounds may use, so that rounding cannot overturn them.</summary>
    internal const double CertainShare = 0.1;

    internal static void ThrowIfNotSquare(Matrix matrix, [CallerArgumentExpression(nameof(matrix))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (matrix.Rows != matrix.Columns)
            throw new ArgumentException($"The matrix is {matrix.Rows} × {matrix.Columns}; it must be square.", name);
    }

    internal static void ThrowIfNotOfSize(Matrix matrix, int n, [CallerArgumentExpression(nameof(matrix))] string? name = null)
    {
        ThrowIfNotSquare(matrix, name);
        if (matrix.Rows != n)
            throw new ArgumentException($"The matrix is {matrix.Rows} × {matrix.Rows}; it must be {n} × {n} like the others.", name);
    }

    internal static void ThrowIfNotFinite(ReadOnlySpan<double> values, int columns, string subject)
    {
        // Only finite values, and not too large ones, have a finite sum; the exact answer is needed only otherwise.
        if (double.IsFinite(TensorPrimitives.Sum(values))) return;
        for (var i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i])) throw GeometryException.NotFinite(subject, i / columns, i % columns);
    }

    /// <summary>
    /// Throws unless a matrix is finite and numerically positive definite. The proof by its factor, λmax ≤ trace and 1/λmin ≤ the sum of
    /// squares of L⁻¹, is much cheaper than eigenvalues, which decide only where it fails.
    /// </summary>
    /// <param name="matrix">Symmetric [n × n].</param>
    /// <param name="inverse">L⁻¹ [n × n], overwritten.</param>
    /// <param name="workspace">[n × n], overwritten.</param>
    /// <param name="subject">What a message calls the matrix.</param>
    internal static void ThrowIfNotPositiveDefinite(Matrix matrix, Span<double> inverse, Span<double> workspace, string subject)
    {
        ThrowIfNotFinite(matrix.Values, matrix.Columns, subject);
        var n = matrix.Rows;
        matrix.Values.CopyTo(workspace);
        var trace = 0.0;
        for (var i = 0; i < n; i++) trace += workspace[i * n + i];
        if (Cholesky.TryFactorUpper(workspace, n))
        {
            Cholesky.InvertLower(workspace, inverse, n);
            if (trace * TensorPrimitives.SumOfSquares<double>(inverse[..(n * n)]) < CertainShare / RankTolerance) return;
        }

        var values = SymmetricEigen.Of(matrix).Values;
        if (!(values[0] > RankTolerance * values[^1])) throw GeometryException.NotPositiveDefinite(matrix, subject);
    }

    /// <summary>Throws unless a matrix is finite and numerically positive definite.</summary>
    internal static void ThrowIfNotPositiveDefinite(Matrix matrix, string subject) =>
        ThrowIfNotPositiveDefinite(matrix, new double[matrix.Values.Length], new double[matrix.Values.Length], subject);

    /// <summary>Throws unless two matrices are of one size, finite and numerically positive definite.</summary>
    internal static void ThrowIfNotPair(Matrix a, Matrix b)
    {
        ThrowIfNotSquare(a);
        ThrowIfNotOfSize(b, a.Rows);
        ThrowIfNotPositiveDefinite(b, "The second matrix");
        ThrowIfNotPositiveDefinite(a, "The first matrix");
    }

    /// <summary>Throws unless the ascending eigenvalues belong to a matrix that is numerically positive definite.</summary>
    internal static void ThrowIfNotPositive(ReadOnlySpan<double> eigenvalues, Matrix matrix)
    {
        if (!(eigenvalues[0] > RankTolerance * eigenvalues[^1])) throw GeometryException.NotPositiveDefinite(matrix);
    }
}
