using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>The arithmetic mean of symmetric matrices.</summary>
public static class EuclideanMean
{
    /// <summary>Σ wᵢ · Cᵢ. May be called from any thread.</summary>
    /// <param name="matrices">Matrices [n × n], at least one.</param>
    /// <param name="weights">Weights, not negative, scaled to sum 1; equal when empty.</param>
    /// <returns>[n × n], new.</returns>
    /// <exception cref="GeometryException">A value is not finite.</exception>
    public static Matrix Of(IReadOnlyList<Matrix> matrices, ReadOnlySpan<double> weights = default) =>
        Weighted(matrices, MeanArguments.Checked(matrices, weights));

    internal static Matrix Weighted(IReadOnlyList<Matrix> matrices, double[] shares)
    {
        var mean = new Matrix(matrices[0].Rows, matrices[0].Rows);
        for (var i = 0; i < shares.Length; i++)
            TensorPrimitives.MultiplyAdd(matrices[i].Values, shares[i], mean.Values, mean.Values);
        return mean;
    }
}
