using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>The log-Euclidean mean of positive definite matrices.</summary>
public static class LogEuclideanMean
{
    /// <summary>exp Σ wᵢ · log Cᵢ (Arsigny and others 2007, doi 10.1137/050637996, theorem 3.13). May be called from any thread.</summary>
    /// <param name="spd">Positive definite matrices [n × n], at least one.</param>
    /// <param name="weights">Weights, not negative, scaled to sum 1; equal when empty.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static Matrix Of(IReadOnlyList<Matrix> spd, ReadOnlySpan<double> weights = default)
    {
        var shares = MeanArguments.Checked(spd, weights);
        var n = spd[0].Rows;
        var sum = new Matrix(n, n);
        using var logarithms = LogarithmSum.Over(spd, shares);
        var bad = logarithms.Sum(Matrix.Identity(n).Values, sum.Values, out _);
        return bad < 0 ? SpdFunction.Exp(sum) : throw SpdFunction.NoLogarithm(spd[bad], $"Matrix {bad}");
    }
}
