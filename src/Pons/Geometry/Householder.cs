using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>Elementary reflections I − scale · v · vᵀ with v[0] = 1.</summary>
internal static class Householder
{
    /// <summary>
    /// Replaces x by the v whose reflection turns x into (image, 0, …, 0), and returns the scale; 0 where x already has that form.
    /// </summary>
    internal static double Reflect(Span<double> x, out double image)
    {
        image = x[0];
        if (x.Length == 1) return 0;
        var unit = Math.Abs(TensorPrimitives.MaxMagnitude<double>(x[1..]));
        if (unit == 0) return 0;
        // Scaling keeps the squares of very small or large entries representable.
        unit = Math.Max(unit, Math.Abs(x[0]));
        TensorPrimitives.Divide(x, unit, x);
        var head = x[0];
        var signed = -Math.CopySign(Math.Sqrt(TensorPrimitives.SumOfSquares<double>(x)), head);
        TensorPrimitives.Divide(x, head - signed, x);
        x[0] = 1;
        image = signed * unit;
        return (signed - head) / signed;
    }

    /// <summary>row ← row · (I − scale · v · vᵀ).</summary>
    internal static void Apply(ReadOnlySpan<double> v, double scale, Span<double> row) =>
        TensorPrimitives.MultiplyAdd<double>(v, -scale * TensorPrimitives.Dot<double>(row, v), row, row);

    /// <summary>The R of w = Q · R, Q with orthonormal columns: lengths and angles behind w in at most as many rows as w has columns.</summary>
    /// <param name="w">[m × n].</param>
    /// <returns>Upper trapezoid [min(m, n) × n], new.</returns>
    internal static Matrix Triangle(Matrix w)
    {
        var columns = w.Transpose();
        var triangle = new Matrix(Math.Min(w.Rows, w.Columns), w.Columns);
        for (var r = 0; r < triangle.Rows; r++)
        {
            var v = columns.Row(r)[r..];
            var scale = Reflect(v, out var image);
            triangle[r, r] = image;
            for (var c = r + 1; c < triangle.Columns; c++)
            {
                var column = columns.Row(c)[r..];
                Apply(v, scale, column);
                triangle[r, c] = column[0];
            }
        }

        return triangle;
    }
}
