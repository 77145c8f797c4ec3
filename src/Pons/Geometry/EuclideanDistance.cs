using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>The Euclidean distance of matrices.</summary>
public static class EuclideanDistance
{
    /// <summary>The Frobenius norm of a − b. May be called from any thread.</summary>
    /// <param name="a">Any [n × n].</param>
    /// <param name="b">Any [n × n].</param>
    /// <exception cref="GeometryException">A value is not finite.</exception>
    public static double Between(Matrix a, Matrix b)
    {
        SpdMatrix.ThrowIfNotSquare(a);
        SpdMatrix.ThrowIfNotOfSize(b, a.Rows);
        SpdMatrix.ThrowIfNotFinite(a.Values, a.Columns, "The first matrix");
        SpdMatrix.ThrowIfNotFinite(b.Values, b.Columns, "The second matrix");
        return TensorPrimitives.Distance<double>(a.Values, b.Values);
    }
}
