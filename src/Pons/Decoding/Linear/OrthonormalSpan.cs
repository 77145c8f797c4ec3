using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>Orthonormal rows that span the rows of a matrix.</summary>
internal static class OrthonormalSpan
{
    private const double Negligible = 1e-12;

    /// <summary>[rank × column], at least one row; by Gram–Schmidt, twice for each row.</summary>
    public static Matrix Of(Matrix vectors)
    {
        var basis = new Matrix(vectors.Rows, vectors.Columns);
        var rank = 0;
        for (var i = 0; i < vectors.Rows; i++)
        {
            var row = basis.Row(rank);
            vectors.Row(i).CopyTo(row);
            var length = TensorPrimitives.Norm<double>(row);
            for (var pass = 0; pass < 2; pass++)
                for (var k = 0; k < rank; k++)
                    TensorPrimitives.MultiplyAdd<double>(basis.Row(k), -TensorPrimitives.Dot<double>(basis.Row(k), row), row, row);
            var rest = TensorPrimitives.Norm<double>(row);
            if (rest <= Negligible * length) continue;
            TensorPrimitives.Divide(row, rest, row);
            rank++;
        }

        rank = Math.Max(1, rank);
        return new(rank, vectors.Columns, [.. basis.Values[..(rank * vectors.Columns)]]);
    }
}
