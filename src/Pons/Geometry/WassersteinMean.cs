using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>The Wasserstein mean (barycentre) of positive definite matrices.</summary>
public static class WassersteinMean
{
    private const double Rounding = 1e-16;

    /// <summary>
    /// The matrix with the least weighted sum of squared <see cref="WassersteinDistance"/>s, the one M with
    /// M = Σ wᵢ (M^½ · Cᵢ · M^½)^½ (Agueh and Carlier 2011, doi 10.1137/100805741), by the iteration of Álvarez-Esteban and others 2016
    /// (doi 10.1016/j.jmaa.2016.04.045), which ends when both sides agree to 1e-12 of M. It follows rotation. May be called from any
    /// thread.
    /// </summary>
    /// <param name="spd">Positive definite matrices [n × n], at least one.</param>
    /// <param name="weights">Weights, not negative, scaled to sum 1; equal when empty.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">A matrix is not positive definite or not finite, or the iteration did not converge.</exception>
    public static Matrix Of(IReadOnlyList<Matrix> spd, ReadOnlySpan<double> weights = default)
    {
        var shares = MeanArguments.CheckedPositive(spd, weights);
        return MeanStep.Repeat(mean => Step(mean, spd, shares), EuclideanMean.Weighted(spd, shares), "Wasserstein");
    }

    /// <summary>M^−½ · S² · M^−½, S the sum of the roots.</summary>
    private static MeanStep Step(Matrix mean, IReadOnlyList<Matrix> spd, double[] shares)
    {
        var eigen = SpdFunction.PositiveEigen(mean);
        Matrix root = SpdFunction.Of(eigen, Math.Sqrt), inverseRoot = SpdFunction.Of(eigen, value => 1 / Math.Sqrt(value));
        var sum = EuclideanMean.Weighted([.. spd.Select(c => Root(MatrixProduct.Congruence(root, c)))], shares);
        var half = MatrixProduct.Multiply(inverseRoot, sum);
        var next = MatrixProduct.MultiplyTransposed(half, half);
        MatrixProduct.Symmetrise(next.Values, next.Rows);
        var residual = EuclideanDistance.Between(sum, mean) / TensorPrimitives.Norm<double>(mean.Values);
        return new(next, residual, Rounding * eigen.Values[^1] / eigen.Values[0]);
    }

    /// <summary>The root of a matrix that is positive definite but for rounding.</summary>
    private static Matrix Root(Matrix spd) => SpdFunction.Of(SymmetricEigen.Of(spd), value => Math.Sqrt(Math.Max(value, 0)));
}
