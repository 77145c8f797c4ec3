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
}
