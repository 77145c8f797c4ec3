using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>The affine-invariant (Karcher) mean of positive definite matrices.</summary>
public static class RiemannMean
{
    /// <summary>
    /// The matrix with the least weighted sum of squared <see cref="RiemannDistance"/>s (Moakher 2005, doi 10.1137/S0895479803436937). Each
    /// step follows the mean tangent vector, made faster by what the steps before it changed (Anderson 1965, doi 10.1145/321296.321305)
    /// and, should the vector grow, shortened as in Bini and Iannazzo 2013 (doi 10.1016/j.laa.2011.08.052). May be called from any thread.
    /// </summary>
    /// <param name="spd">Positive definite matrices [n × n], at least one.</param>
    /// <param name="weights">Weights, not negative, scaled to sum 1; equal when empty.</param>
    /// <param name="options">Start, tolerance and greatest number of steps; defaults when null.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="ArgumentException">Sizes, weights or options do not fit.</exception>
    /// <exception cref="GeometryException">A matrix is not positive definite or not finite, or the iteration did not converge.</exception>
    public static Matrix Of(
        IReadOnlyList<Matrix> spd, ReadOnlySpan<double> weights = default, RiemannMeanOptions? options = null)
    {
        options ??= new RiemannMeanOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximalSteps, 1, nameof(options));
        if (!(options.Tolerance > 0))
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "The tolerance must be above 0.");
        var shares = MeanArguments.Checked(spd, weights);
        var start = options.Start ?? EuclideanMean.Weighted(spd, shares);
        SpdMatrix.ThrowIfNotOfSize(start, spd[0].Rows);
        var workspace = new double[2 * start.Values.Length];
        var half = workspace.AsSpan(start.Values.Length);
        SpdMatrix.ThrowIfNotPositiveDefinite(start, workspace, half, options.Start is null ? "The arithmetic mean" : "The start");
        using var logarithms = LogarithmSum.Over(spd, shares);
        var iteration = new RiemannMeanIteration(start, logarithms);
        for (var step = 0; step < options.MaximalSteps; step++)
        {
            var bad = iteration.Step(options.Tolerance, out var mean);
            if (bad >= 0) throw SpdFunction.NoLogarithm(spd[bad], $"Matrix {bad}");
            if (mean is not null) return mean;
        }

        throw new GeometryException(
            $"The Riemannian mean of {spd.Count} matrices has a tangent norm of {iteration.Norm:g3} after {options.MaximalSteps} steps.",
            $"It has not converged to {options.Tolerance:g3}, so results would depend on the start.",
            "Look for outliers among the matrices, use stronger shrinkage, or allow more steps.");
    }
}
