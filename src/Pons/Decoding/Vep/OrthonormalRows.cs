using System.Numerics.Tensors;

namespace Pons.Decoding.Vep;

/// <summary>Orthonormal bases of the rows of small matrices, over the caller's memory.</summary>
internal static class OrthonormalRows
{
    // A thousandth of the smallest share of power that is taken for real; the same limit as for covariances.
    private const double Negligible = 1e-6;

    /// <summary>
    /// An orthonormal basis of the rows of a signal after each row's mean has been removed, by Gram–Schmidt with every row
    /// taken twice (Giraud and others 2005, doi 10.1007/s00211-005-0615-4). Rows that depend on those before add nothing.
    /// </summary>
    /// <param name="signal">[row × column].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="basis">As long as the signal; its first rows [rank × column] are the basis.</param>
    /// <returns>The rank, 0 to the number of rows.</returns>
    public static int Centred(ReadOnlySpan<double> signal, int rows, Span<double> basis)
    {
        var columns = signal.Length / rows;
        var rank = 0;
        for (var r = 0; r < rows; r++)
        {
            var row = basis.Slice(rank * columns, columns);
            var source = signal.Slice(r * columns, columns);
            TensorPrimitives.Subtract(source, TensorPrimitives.Sum(source) / columns, row);
            if (AddRow(basis[..(rank * columns)], row)) rank++;
        }

        return rank;
    }

    // Turns the row into a unit vector orthogonal to the basis; false if too little is left of it.
    private static bool AddRow(ReadOnlySpan<double> basis, Span<double> row)
    {
        var length = TensorPrimitives.Norm<double>(row);
        if (!(length > 0)) return false;
        for (var pass = 0; pass < 2; pass++)
            for (var k = 0; k < basis.Length; k += row.Length)
            {
                var direction = basis.Slice(k, row.Length);
                TensorPrimitives.MultiplyAdd(direction, -TensorPrimitives.Dot(direction, row), row, row);
            }

        var rest = TensorPrimitives.Norm<double>(row);
        if (rest <= Negligible * length) return false;
        TensorPrimitives.Divide(row, rest, row);
        return true;
    }
}
