using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Spatial;

/// <summary>
/// Common spatial patterns of any number of classes at once: the filters that diagonalise all class covariances approximately, those first
/// that tell most of the class by the approximation of mutual information of Grosse-Wentrup and Buss 2008 (doi 10.1109/TBME.2008.921154).
/// </summary>
internal static class InformativePatterns
{
    /// <summary>Filters [filter × channel], the most informative first, scaled to power 1 over all classes.</summary>
    /// <param name="classMeans">Mean covariance of each class, positive definite.</param>
    /// <param name="shares">The probability of each class; sums to 1.</param>
    /// <param name="filterCount">At most so many.</param>
    public static Matrix Of(Matrix[] classMeans, double[] shares, int filterCount)
    {
        var all = JointDiagonalisation.Of(classMeans, shares);
        var information = new double[all.Rows];
        for (var f = 0; f < all.Rows; f++) information[f] = Information(all.Row(f), classMeans, shares);
        var order = Enumerable.Range(0, all.Rows).OrderByDescending(f => information[f]).Take(filterCount).ToArray();
        var filters = new Matrix(order.Length, all.Columns);
        for (var f = 0; f < order.Length; f++) all.Row(order[f]).CopyTo(filters.Row(f));
        return filters;
    }

    /// <summary>
    /// −Σ P ln σ − 3/16 (Σ P (σ⁴ − 1))² over the classes, σ² the power behind a filter in each, 1 in their mean; in nats.
    /// </summary>
    public static double Information(ReadOnlySpan<double> filter, Matrix[] classMeans, double[] shares)
    {
        double entropy = 0, fourth = 0;
        Span<double> image = new double[filter.Length];
        for (var k = 0; k < shares.Length; k++)
        {
            MatrixProduct.Multiply(filter, classMeans[k].Values, image, filter.Length);
            var power = TensorPrimitives.Dot(image, filter);
            entropy -= 0.5 * shares[k] * Math.Log(power);
            fourth += shares[k] * (power * power - 1);
        }

        return entropy - 3.0 / 16 * fourth * fourth;
    }
}
