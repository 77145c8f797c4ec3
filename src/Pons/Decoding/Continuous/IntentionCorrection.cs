using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>
/// What the person meant while they steered a cursor: at every moment straight to the target at the speed they had, and to stand still once
/// on it (Gilja et al. 2012, doi 10.1038/nn.3265).
/// </summary>
public static class IntentionCorrection
{
    /// <summary>Turns the velocities to the targets.</summary>
    /// <param name="cursor">Counts and what the cursor did under the decoder in use.</param>
    /// <param name="targets">Place of the target [bin × axis], in the unit of the positions.</param>
    /// <param name="radius">Distance from the target within which the cursor is on it.</param>
    /// <returns>The same counts and positions with the velocities that were meant.</returns>
    /// <exception cref="DecodingException">Targets of another size or not finite, or a radius below zero.</exception>
    public static BinnedMovement Apply(BinnedMovement cursor, Matrix targets, double radius)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Rows != cursor.BinCount || targets.Columns != cursor.AxisCount || !TensorPrimitives.IsFiniteAll<double>(targets.Values))
            throw new DecodingException(
                $"Targets of {targets.Rows} × {targets.Columns} came with {cursor.BinCount} bins along {cursor.AxisCount} axes, or are not finite.",
                "The intention of a bin is known from its target.", "Give the place of the target for every bin; leave out bins without one.");
        if (!(radius >= 0))
            throw new DecodingException($"The radius of the target is {radius}.", "It says when the cursor is on it.", "Give a distance of 0 or more.");
        var meant = new Matrix(cursor.BinCount, cursor.AxisCount);
        for (var t = 0; t < cursor.BinCount; t++)
        {
            var direction = meant.Row(t);
            TensorPrimitives.Subtract(targets.Row(t), cursor.Positions.Row(t), direction);
            var distance = TensorPrimitives.Norm<double>(direction);
            var scale = distance <= radius || distance == 0 ? 0 : TensorPrimitives.Norm<double>(cursor.Velocities.Row(t)) / distance;
            TensorPrimitives.Multiply(direction, scale, direction);
        }

        return new(cursor.Counts, cursor.Positions, meant, cursor.BinSeconds);
    }
}
