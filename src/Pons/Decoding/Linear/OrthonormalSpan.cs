using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>Orthonormal rows that span the rows of a matrix.</summary>
internal static class OrthonormalSpan
{
    private const double Negligible = 1e-12;

    /// <summary>[rank × column], at least one row; by <see cref="GramSchmidt"/>.</summary>
    public static Matrix Of(Matrix vectors)
    {
        var basis = new Matrix(vectors.Rows, vectors.Columns);
        var rank = 0;
        for (var i = 0; i < vectors.Rows; i++)
        {
            var row = basis.Row(rank);
            vectors.Row(i).CopyTo(row);
            if (GramSchmidt.TryAdd(basis.Values[..(rank * vectors.Columns)], row, Negligible)) rank++;
        }

        rank = Math.Max(1, rank);
        return new(rank, vectors.Columns, [.. basis.Values[..(rank * vectors.Columns)]]);
    }
}
