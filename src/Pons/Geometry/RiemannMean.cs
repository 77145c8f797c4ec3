using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>The affine-invariant (Karcher) mean of positive definite matrices.</summary>
public static class RiemannMean
{
    /// <summary>
    /// The matrix with the least weighted sum of squared <see cref="RiemannDistance"/>s (Moakher 2005, doi 10.1137/S0895479803436937), by
    /// the Richardson iteration with the adaptive step of Bini and Iannazzo 2013 (doi 10.1016/j.laa.2011.08.052). May be called from
    /// any thread.
    /// </summary>
    /// <param name="spd">Positive definite matrices [n × n], at least one.</param>
    /// <param name="weights">Weights, not negative, scaled to sum 1; equal when empty.</param>
    /// <param name="options">Start, tolerance and greatest number of steps; defaults when null.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">A matrix is not positive definite or not finite, or the iteration did not converge.</exception>
    public static Matrix Of(
        IReadOnlyList<Matrix> spd, ReadOnlySpan<double> weights = default, RiemannMeanOptions? options = null)
    {
        options ??= new RiemannMeanOptions();
        var shares = MeanArguments.Checked(spd, weights);
        var mean = options.Start ?? EuclideanMean.Of(spd, shares);
        SpdMatrix.ThrowIfNotOfSize(mean, spd[0].Rows);
        var norm = double.NaN;
        for (var step = 0; step < options.MaximalSteps; step++)
        {
            mean = Step(mean, spd, shares, out norm);
            if (norm <= options.Tolerance) return mean;
        }

        throw new GeometryException(
            $"The Riemannian mean of {spd.Count} matrices has a tangent norm of {norm:g3} after {options.MaximalSteps} steps.",
            $"It has not converged to {options.Tolerance:g3}, so results would depend on the start.",
            "Look for outliers among the matrices, use stronger shrinkage, or allow more steps.");
    }

    private static Matrix Step(Matrix mean, IReadOnlyList<Matrix> spd, double[] shares, out double norm)
    {
        var n = mean.Rows;
        var eigen = SpdFunction.PositiveEigen(mean);
        Matrix root = SpdFunction.Of(eigen, Math.Sqrt), inverseRoot = SpdFunction.Of(eigen, value => 1 / Math.Sqrt(value));
        var tangent = new Matrix(n, n);
        double slowest = 0, fastest = 0;
        for (var i = 0; i < shares.Length; i++)
        {
            var whitened = SpdFunction.PositiveEigen(MatrixProduct.Congruence(inverseRoot, spd[i]));
            TensorPrimitives.MultiplyAdd(SpdFunction.Of(whitened, Math.Log).Values, shares[i], tangent.Values, tangent.Values);
            var spread = Math.Log(whitened.Values[^1] / whitened.Values[0]) / 2;
            slowest += shares[i];
            fastest += shares[i] * (spread < 1e-8 ? 1 : spread / Math.Tanh(spread));
        }

        norm = TensorPrimitives.Norm<double>(tangent.Values);
        TensorPrimitives.Multiply<double>(tangent.Values, 2 / (slowest + fastest), tangent.Values);
        return MatrixProduct.Congruence(root, SpdFunction.Exp(tangent));
    }
}
