using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Riemann;

/// <summary>The part of tangent vectors that lies in a few orthonormal directions.</summary>
internal static class GeodesicFilter
{
    /// <summary>Replaces a vector by its orthogonal projection on the rows of <paramref name="directions"/>.</summary>
    public static void Apply(Matrix directions, Span<double> vector)
    {
        Span<double> coordinates = stackalloc double[64];
        coordinates = directions.Rows <= coordinates.Length ? coordinates[..directions.Rows] : new double[directions.Rows];
        for (var d = 0; d < coordinates.Length; d++) coordinates[d] = TensorPrimitives.Dot<double>(directions.Row(d), vector);
        vector.Clear();
        for (var d = 0; d < coordinates.Length; d++) TensorPrimitives.MultiplyAdd(directions.Row(d), coordinates[d], vector, vector);
    }
}
