using System.Runtime.Intrinsics;

namespace Pons.Geometry.Kernels;

/// <summary>The weighted sum of the logarithms of many matrices after one congruence, made again for every step of a mean.</summary>
internal abstract class LogarithmSum : IDisposable
{
    /// <summary>Takes in the matrices, for the widest vectors of this processor.</summary>
    /// <param name="matrices">Positive definite [n × n].</param>
    /// <param name="shares">One weight for each.</param>
    internal static LogarithmSum Over(IReadOnlyList<Matrix> matrices, double[] shares)
    {
        if (Vector512.IsHardwareAccelerated) return new LaneLogarithm<Width512, Vector512<double>>(matrices, shares);
        if (Vector256.IsHardwareAccelerated) return new LaneLogarithm<Width256, Vector256<double>>(matrices, shares);
        return new LaneLogarithm<Width128, Vector128<double>>(matrices, shares);
    }

    public abstract void Dispose();

    /// <summary>Σ shareᵢ · log(X · Cᵢ · Xᵀ).</summary>
    /// <param name="lower">X, lower triangular [n × n].</param>
    /// <param name="sum">[n × n], overwritten; exactly symmetric.</param>
    /// <param name="spread">A bound of the largest ratio of eigenvalues among the whitened matrices.</param>
    /// <returns>−1, or the index of a matrix that is not positive definite; the sum is then undefined.</returns>
    internal abstract int Sum(ReadOnlySpan<double> lower, Span<double> sum, out double spread);
}
