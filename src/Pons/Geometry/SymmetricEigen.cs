using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>
/// The eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form, then the implicit QL
/// iteration with Wilkinson's shift (Golub and Van Loan, Matrix Computations, 4th ed., algorithms 8.3.1 and 8.3.3). Immutable.
/// </summary>
public sealed class SymmetricEigen
{
    private readonly double[] _values;

    private SymmetricEigen(double[] values, Matrix vectors)
    {
        _values = values;
        Vectors = vectors;
    }

    /// <summary>Eigenvalues [n], ascending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>
    /// Orthonormal eigenvectors [n × n]: row i belongs to value i. Their signs are arbitrary, but the same on every call.
    /// </summary>
    public Matrix Vectors { get; }

    /// <summary>Decomposes a symmetric matrix.</summary>
    /// <param name="symmetric">[n × n]; the mean of both triangles is used.</param>
    /// <exception cref="GeometryException">A value is not a finite number.</exception>
    public static SymmetricEigen Of(Matrix symmetric)
    {
        SpdMatrix.ThrowIfNotSquare(symmetric);
        SpdMatrix.ThrowIfNotFinite(symmetric.Values, symmetric.Columns, "The matrix");
        var n = symmetric.Rows;
        var vectors = symmetric.Clone();
        MatrixProduct.Symmetrise(vectors.Values, n);
        var values = new double[n];
        Decompose(vectors.Values, values, new double[WorkspaceLength(n)]);
        return new SymmetricEigen(values, vectors);
    }

    /// <summary>Length of the workspace that <see cref="Decompose"/> needs for size n.</summary>
    internal static int WorkspaceLength(int n) => PaddedMatrix.TridiagonalWorkspace(n) + 2 * n + PaddedMatrix.Block;

    /// <summary>Replaces a symmetric matrix by its eigenvectors as rows. Allocates nothing.</summary>
    /// <param name="matrix">[n × n], symmetric; replaced.</param>
    /// <param name="values">[n], ascending; overwritten.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> values.</param>
    internal static void Decompose(Span<double> matrix, Span<double> values, Span<double> workspace)
    {
        if (Vector512.IsHardwareAccelerated) Decompose<Width512, Vector512<double>>(matrix, values, workspace);
        else if (Vector256.IsHardwareAccelerated) Decompose<Width256, Vector256<double>>(matrix, values, workspace);
        else Decompose<Width128, Vector128<double>>(matrix, values, workspace);
    }

    /// <summary>The form for one vector width.</summary>
    internal static unsafe void Decompose<TWidth, TVector>(Span<double> matrix, Span<double> values, Span<double> workspace)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        int n = values.Length, stride = PaddedMatrix.Stride(n);
        // A power of two brings the matrix to unit size without rounding, so that squares neither overflow nor vanish.
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(matrix));
        var unit = largest > 0 ? Math.ScaleB(1, Math.Clamp(Math.ILogB(largest), -1000, 1000)) : 1;
        fixed (double* start = workspace)
        {
            var aligned = (double*)(((nuint)start + 63) & ~(nuint)63);
            var reduction = new Tridiagonalisation<TWidth, TVector>(n, aligned);
            for (var r = 0; r < n; r++)
                TensorPrimitives.Multiply<double>(matrix.Slice(r * n, n), 1 / unit, new Span<double>(reduction.Matrix + r * stride, n));
            reduction.Reduce();
            var rows = reduction.FormTransposedQ();
            var rotations = aligned + PaddedMatrix.TridiagonalWorkspace(n);
            QlIteration.Run<TWidth, TVector>(n, reduction.Diagonal, reduction.Coupling, rows, rotations);
            new ReadOnlySpan<double>(reduction.Diagonal, n).CopyTo(values);
            CopySorted(values, rows, stride, matrix);
        }

        TensorPrimitives.Multiply(values, unit, values);
    }

    /// <summary>Sorts the values and copies the rows in the same order.</summary>
    private static unsafe void CopySorted(Span<double> values, double* rows, int stride, Span<double> sorted)
    {
        var n = values.Length;
        Span<int> order = n <= 256 ? stackalloc int[n] : new int[n];
        for (var i = 0; i < n; i++) order[i] = i;
        values.Sort(order);
        for (var i = 0; i < n; i++) new ReadOnlySpan<double>(rows + order[i] * stride, n).CopyTo(sorted.Slice(i * n, n));
    }
}
