using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>Sums of products over bins, taken in pieces that stay in the cache.</summary>
internal static class Moments
{
    private const int Piece = 256;

    /// <summary>Σ a[first + t]ᵀ b[second + t] over t below <paramref name="count"/>: [columns of a × columns of b].</summary>
    public static Matrix Cross(Matrix a, int first, Matrix b, int second, int count)
    {
        var sum = new Matrix(a.Columns, b.Columns);
        var part = new double[a.Columns * b.Columns];
        var turned = new double[a.Columns * Piece];
        var own = ReferenceEquals(a, b) && first == second;
        for (var t = 0; t < count; t += Piece)
        {
            var rows = Math.Min(Piece, count - t);
            var left = turned.AsSpan(0, rows * a.Columns);
            MatrixProduct.Transpose(a.Values.Slice((first + t) * a.Columns, rows * a.Columns), left, a.Columns);
            if (own) MatrixProduct.MultiplyTransposed(left, left, part, rows);
            else MatrixProduct.Multiply(left, b.Values.Slice((second + t) * b.Columns, rows * b.Columns), part, rows);
            TensorPrimitives.Add(sum.Values, part, sum.Values);
        }

        return sum;
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
