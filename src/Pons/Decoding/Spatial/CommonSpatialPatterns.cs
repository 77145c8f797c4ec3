using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Spatial;

/// <summary>
/// Spatial filters whose output power differs most between classes (Ramoser et al. 2000, doi 10.1109/86.895946; Blankertz et
/// al. 2008, doi 10.1109/MSP.2008.4408441): the generalised eigenvectors of the mean covariance of a class and the sum of both
/// means, those first whose eigenvalue is farthest from ½. With more than two classes each is set against the mean of the others.
/// </summary>
internal static class CommonSpatialPatterns
{
    /// <summary>Filters [filter × channel], scaled so that the summed covariance of both sides gives power 1.</summary>
    /// <param name="classMeans">Arithmetic mean covariance of each class, positive definite.</param>
    /// <param name="filtersPerSide">At most so many filters for two classes, or for each class of more.</param>
    public static Matrix Of(Matrix[] classMeans, int filtersPerSide)
    {
        if (classMeans.Length == 2) return Strongest(classMeans[1], classMeans[0], filtersPerSide);
        var blocks = classMeans.Select((mean, k) => Strongest(mean, MeanOfOthers(classMeans, k), filtersPerSide)).ToArray();
        return new(blocks.Sum(b => b.Rows), blocks[0].Columns, [.. blocks.SelectMany(b => b.Values.ToArray())]);
    }

    /// <summary>Logarithm of the power behind each filter.</summary>
    public static void LogPowers(Matrix filters, Matrix covariance, Span<double> features)
    {
        var filtered = MatrixProduct.Multiply(filters, covariance);
        for (var f = 0; f < filters.Rows; f++) features[f] = Math.Log(TensorPrimitives.Dot<double>(filtered.Row(f), filters.Row(f)));
    }

    private static Matrix MeanOfOthers(Matrix[] classMeans, int place) => EuclideanMean.Of([.. classMeans.Where((_, k) => k != place)]);

    private static Matrix Strongest(Matrix one, Matrix other, int count)
    {
        var composite = one.Clone();
        TensorPrimitives.Add(composite.Values, other.Values, composite.Values);
        var eigen = GeneralizedEigen.Of(one, composite);
        var distances = eigen.Values.ToArray().Select(v => Math.Abs(v - 0.5)).ToArray();
        var order = Enumerable.Range(0, distances.Length).OrderByDescending(i => distances[i]).Take(count).ToArray();
        var filters = new Matrix(order.Length, one.Rows);
        for (var f = 0; f < order.Length; f++) eigen.Vectors.Row(order[f]).CopyTo(filters.Row(f));
        return filters;
    }
}
