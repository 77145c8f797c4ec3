using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Pons.Geometry.Kernels;

/// <summary>
/// The logarithm of one symmetric positive definite matrix without its eigenvectors: tridiagonal reduction, the sum of resolvents of
/// <see cref="LogarithmQuadrature"/>, the reduction taken back. Several times faster than the eigendecomposition at equal accuracy.
/// </summary>
internal static unsafe class MatrixLogarithm
{
    private const int AlignmentSlack = 8;

    /// <summary>Length of the workspace for size n.</summary>
    internal static int WorkspaceLength(int n) =>
        PaddedMatrix.TridiagonalWorkspace(n) + TridiagonalLogarithm.WorkspaceLength(n) + AlignmentSlack;

    /// <summary>Replaces a matrix by its logarithm. Allocates nothing.</summary>
    /// <param name="matrix">Symmetric [n × n]; replaced.</param>
    /// <param name="n">Its size.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> values.</param>
    /// <returns>False if the matrix is not positive definite, or its eigenvalues lie too far apart; it is then left as it was.</returns>
    internal static bool TryReplace(Span<double> matrix, int n, Span<double> workspace)
    {
        if (Vector512.IsHardwareAccelerated) return TryReplace<Width512, Vector512<double>>(matrix, n, workspace);
        if (Vector256.IsHardwareAccelerated) return TryReplace<Width256, Vector256<double>>(matrix, n, workspace);
        return TryReplace<Width128, Vector128<double>>(matrix, n, workspace);
    }

    /// <summary>The Frobenius norm of the logarithm. Allocates nothing.</summary>
    /// <param name="matrix">Symmetric [n × n].</param>
    /// <param name="n">Its size.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> values.</param>
    /// <param name="norm">The norm.</param>
    /// <returns>False if the matrix is not positive definite, or its eigenvalues lie too far apart.</returns>
    internal static bool TryNorm(ReadOnlySpan<double> matrix, int n, Span<double> workspace, out double norm)
    {
        if (Vector512.IsHardwareAccelerated) return TryNorm<Width512, Vector512<double>>(matrix, n, workspace, out norm);
        if (Vector256.IsHardwareAccelerated) return TryNorm<Width256, Vector256<double>>(matrix, n, workspace, out norm);
        return TryNorm<Width128, Vector128<double>>(matrix, n, workspace, out norm);
    }

    /// <summary>The form for one vector width.</summary>
    internal static bool TryReplace<TWidth, TVector>(Span<double> matrix, int n, Span<double> workspace)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        fixed (double* start = workspace)
        {
            var reduction = Reduced<TWidth, TVector>(matrix, n, Aligned(start));
            if (!TryTridiagonal(reduction, n, Aligned(start))) return false;
            reduction.ReflectBack();
            var stride = PaddedMatrix.Stride(n);
            for (var r = 0; r < n; r++)
                for (var c = 0; c <= r; c++)
                    matrix[r * n + c] = matrix[c * n + r] = reduction.Matrix[r * stride + c];
        }

        return true;
    }

    private static bool TryNorm<TWidth, TVector>(ReadOnlySpan<double> matrix, int n, Span<double> workspace, out double norm)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        norm = double.NaN;
        fixed (double* start = workspace)
        {
            var reduction = Reduced<TWidth, TVector>(matrix, n, Aligned(start));
            if (!TryTridiagonal(reduction, n, Aligned(start))) return false;
            var squares = 0.0;
            for (var r = 0; r < n; r++)
            {
                var row = new ReadOnlySpan<double>(reduction.Matrix + r * PaddedMatrix.Stride(n), r + 1);
                squares += 2 * TensorPrimitives.SumOfSquares(row) - row[r] * row[r];
            }

            norm = Math.Sqrt(squares);
        }

        return true;
    }

    private static double* Aligned(double* start) => (double*)(((nuint)start + 63) & ~(nuint)63);

    private static Tridiagonalisation<TWidth, TVector> Reduced<TWidth, TVector>(ReadOnlySpan<double> matrix, int n, double* workspace)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var reduction = new Tridiagonalisation<TWidth, TVector>(n, workspace);
        var stride = PaddedMatrix.Stride(n);
        for (var r = 0; r < n; r++) matrix.Slice(r * n, n).CopyTo(new Span<double>(reduction.Matrix + r * stride, n));
        reduction.Reduce();
        return reduction;
    }

    private static bool TryTridiagonal<TWidth, TVector>(Tridiagonalisation<TWidth, TVector> reduction, int n, double* workspace)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct => TridiagonalLogarithm.TryRun<TWidth, TVector>(
            n, reduction.Diagonal, reduction.Coupling, reduction.Matrix, workspace + PaddedMatrix.TridiagonalWorkspace(n));
}
