using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>Sums of products over bins, taken in pieces that stay in the cache.</summary>
internal static class Moments
{
    private const int Piece = 256;

    /// <summary>Σ a[first + t]ᵀ b[second + t] over t below <paramref name="count"/>: [columns of a × columns of b].</summary>
    public static Matrix Cross(Matrix a, int first, Matrix b, int second, int count) => Cross(a, first, b, second, count, lags: 1)[0];

    /// <summary>The same for several rows of b to begin at: <paramref name="second"/> and those after it.</summary>
    public static Matrix[] Cross(Matrix a, int first, Matrix b, int second, int count, int lags)
    {
        Matrix[] sums = [.. Enumerable.Range(0, lags).Select(_ => new Matrix(a.Columns, b.Columns))];
        var part = new double[a.Columns * b.Columns];
        var turned = new double[a.Columns * Piece];
        for (var t = 0; t < count; t += Piece)
        {
            var rows = Math.Min(Piece, count - t);
            var left = turned.AsSpan(0, rows * a.Columns);
            MatrixProduct.Transpose(a.Values.Slice((first + t) * a.Columns, rows * a.Columns), left, a.Columns);
            for (var lag = 0; lag < lags; lag++)
            {
                var start = second + lag;
                if (ReferenceEquals(a, b) && first == start) MatrixProduct.MultiplyTransposed(left, left, part, rows);
                else MatrixProduct.Multiply(left, b.Values.Slice((start + t) * b.Columns, rows * b.Columns), part, rows);
                TensorPrimitives.Add(sums[lag].Values, part, sums[lag].Values);
            }
        }

        return sums;
    }

    /// <summary>Sum of each column over some rows.</summary>
    public static double[] ColumnSums(Matrix a, int first, int count)
    {
        var sums = new double[a.Columns];
        for (var t = first; t < first + count; t++) TensorPrimitives.Add<double>(sums, a.Row(t), sums);
        return sums;
    }

    /// <summary>A copy of rows with the same values taken from each.</summary>
    public static Matrix Minus(Matrix a, ReadOnlySpan<double> offsets)
    {
        var copy = a.Clone();
        for (var t = 0; t < a.Rows; t++) TensorPrimitives.Subtract(copy.Row(t), offsets, copy.Row(t));
        return copy;
    }
}
