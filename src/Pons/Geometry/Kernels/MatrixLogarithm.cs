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

    /// <summary>The form for one vector width.</summary>
    internal static bool TryReplace<TWidth, TVector>(Span<double> matrix, int n, Span<double> workspace)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        fixed (double* start = workspace)
        {
            var aligned = (double*)(((nuint)start + 63) & ~(nuint)63);
            var reduction = new Tridiagonalisation<TWidth, TVector>(n, aligned);
            var stride = PaddedMatrix.Stride(n);
            var padded = new Span<double>(reduction.Matrix, n * stride);
            for (var r = 0; r < n; r++) matrix.Slice(r * n, n).CopyTo(padded[(r * stride)..]);
            reduction.Reduce();
            var tables = aligned + PaddedMatrix.TridiagonalWorkspace(n);
            if (!TridiagonalLogarithm.TryRun<TWidth, TVector>(n, reduction.Diagonal, reduction.Coupling, reduction.Matrix, tables))
                return false;
            reduction.ReflectBack();
            for (var r = 0; r < n; r++)
                for (var c = 0; c <= r; c++)
                    matrix[r * n + c] = matrix[c * n + r] = padded[r * stride + c];
        }

        return true;
    }
}
