using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>Orthonormal rows, one after the other (Giraud and others 2005, doi 10.1007/s00211-005-0615-4).</summary>
internal static class GramSchmidt
{
    /// <summary>Turns a row into a unit vector orthogonal to the basis; every direction is taken away twice.</summary>
    /// <param name="basis">Orthonormal rows [rank × column], one behind the other.</param>
    /// <param name="row">[column]; without meaning when the answer is false.</param>
    /// <param name="negligible">The share of its length below which the row counts as one that depends on the basis.</param>
    /// <returns>Whether enough is left of the row.</returns>
    public static bool TryAdd(ReadOnlySpan<double> basis, Span<double> row, double negligible)
    {
        var length = TensorPrimitives.Norm<double>(row);
        for (var pass = 0; pass < 2; pass++)
            for (var k = 0; k < basis.Length; k += row.Length)
            {
                var direction = basis.Slice(k, row.Length);
                TensorPrimitives.MultiplyAdd(direction, -TensorPrimitives.Dot(direction, row), row, row);
            }

        var rest = TensorPrimitives.Norm<double>(row);
        if (!(rest > negligible * length)) return false;
        TensorPrimitives.Divide(row, rest, row);
        return true;
    }
}
