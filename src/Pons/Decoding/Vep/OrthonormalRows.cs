using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>Orthonormal bases of the rows of small matrices, over the caller's memory.</summary>
internal static class OrthonormalRows
{
    // A thousandth of the smallest share of power that is taken for real; the same limit as for covariances.
    private const double Negligible = 1e-6;

    /// <summary>
    /// An orthonormal basis of the rows of a signal after each row's mean has been removed, by
    /// <see cref="GramSchmidt"/>. Rows that depend on those before add nothing.
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
            if (GramSchmidt.TryAdd(basis[..(rank * columns)], row, Negligible)) rank++;
        }

        return rank;
    }
}
