namespace Pons.Geometry;

/// <summary>The harmonic mean of positive definite matrices.</summary>
public static class HarmonicMean
{
    /// <summary>
    /// (Σ wᵢ · Cᵢ⁻¹)⁻¹ (the parallel sum of Anderson and Duffin 1969, doi 10.1016/0022-247X(69)90200-5, scaled). May be called from any
    /// thread.
    /// </summary>
    /// <param name="spd">Positive definite matrices [n × n], at least one.</param>
    /// <param name="weights">Weights, not negative, scaled to sum 1; equal when empty.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static Matrix Of(IReadOnlyList<Matrix> spd, ReadOnlySpan<double> weights = default) =>
        Weighted(spd, MeanArguments.CheckedPositive(spd, weights));

    internal static Matrix Weighted(IEnumerable<Matrix> spd, double[] shares) => Cholesky.Factor(InverseSum(spd, shares)).Inverse();

    /// <summary>Σ wᵢ · Cᵢ⁻¹.</summary>
    internal static Matrix InverseSum(IEnumerable<Matrix> spd, double[] shares) =>
        EuclideanMean.Weighted([.. spd.Select(c => Cholesky.Factor(c).Inverse())], shares);
}
