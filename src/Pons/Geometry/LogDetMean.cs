using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>The mean of positive definite matrices under the log-determinant distance.</summary>
public static class LogDetMean
{
    private const double Rounding = 1e-16;

    /// <summary>
    /// The matrix with the least weighted sum of squared <see cref="LogDetDistance"/>s, the one M with M⁻¹ = Σ wᵢ (½ (M + Cᵢ))⁻¹ (Chebbi
    /// and Moakher 2012, doi 10.1016/j.laa.2011.12.003; Sra 2016, doi 10.1090/proc/12953). The iteration takes this equation as its step,
    /// twice as far along the geodesic as long as that brings the sides nearer, and ends when they agree to 1e-12 at M. It follows mixing
    /// and inversion. May be called from any thread.
    /// </summary>
    /// <param name="spd">Positive definite matrices [n × n], at least one.</param>
    /// <param name="weights">Weights, not negative, scaled to sum 1; equal when empty.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">A matrix is not positive definite or not finite, or the iteration did not converge.</exception>
    public static Matrix Of(IReadOnlyList<Matrix> spd, ReadOnlySpan<double> weights = default)
    {
        var shares = MeanArguments.CheckedPositive(spd, weights);
        var residual = double.PositiveInfinity;
        return MeanStep.Repeat(Step, EuclideanMean.Weighted(spd, shares), "log-determinant");

        MeanStep Step(Matrix mean)
        {
            var sum = HarmonicMean.InverseSum(spd.Select(c => Half(mean, c)), shares);
            var before = residual;
            residual = Residual(mean, sum);
            var next = Cholesky.Factor(sum).Inverse();
            return new(residual < before ? Twice(mean, next) : next, residual, Rounding * Trace(mean) * Trace(sum));
        }
    }

    private static Matrix Half(Matrix a, Matrix b)
    {
        var sum = a.Clone();
        TensorPrimitives.Add(sum.Values, b.Values, sum.Values);
        TensorPrimitives.Multiply(sum.Values, 0.5, sum.Values);
        return sum;
    }

    /// <summary>The Frobenius norm of Lᵀ · J · L − I, L the Cholesky factor of the mean and J the other side of its equation.</summary>
    private static double Residual(Matrix mean, Matrix sum) => EuclideanDistance.Between(
        MatrixProduct.Congruence(Cholesky.Factor(mean).Lower.Transpose(), sum), Matrix.Identity(mean.Rows));

    /// <summary>b · a⁻¹ · b, as far beyond b on the geodesic as a lies before it.</summary>
    private static Matrix Twice(Matrix a, Matrix b)
    {
        var half = b.Clone();
        Cholesky.SolveLower(Cholesky.Factor(a).Lower.Values, half.Values, a.Rows, a.Rows);
        half = half.Transpose();
        var twice = MatrixProduct.MultiplyTransposed(half, half);
        MatrixProduct.Symmetrise(twice.Values, a.Rows);
        return twice;
    }

    private static double Trace(Matrix matrix)
    {
        var trace = 0.0;
        for (var i = 0; i < matrix.Rows; i++) trace += matrix[i, i];
        return trace;
    }
}
