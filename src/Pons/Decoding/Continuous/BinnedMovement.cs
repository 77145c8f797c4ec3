using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>
/// Spike counts in bins of equal length, with where the hand or cursor was in each bin and how fast it moved. Immutable as long as
/// nobody writes to the matrices.
/// </summary>
public sealed class BinnedMovement
{
    private static readonly ImmutableArray<string> AxisNames = ["x", "y", "z"];

    /// <summary>Makes it from matrices that will not change any more.</summary>
    /// <param name="counts">Spikes [bin × unit]; rates will do.</param>
    /// <param name="positions">Position [bin × axis], one to three axes, in any unit.</param>
    /// <param name="velocities">Velocity [bin × axis], in any unit.</param>
    /// <param name="binSeconds">Length of a bin in seconds.</param>
    /// <exception cref="DecodingException">Sizes that do not fit, or values that are not finite.</exception>
    public BinnedMovement(Matrix counts, Matrix positions, Matrix velocities, double binSeconds)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(positions);
        ArgumentNullException.ThrowIfNull(velocities);
        RequireFit(counts, positions, velocities);
        foreach (var matrix in (Matrix[])[counts, positions, velocities]) RequireFinite(matrix);
        if (!(binSeconds > 0 && double.IsFinite(binSeconds)))
            throw new DecodingException(
                $"A bin lasts {binSeconds} s.", "Times and delays follow from it.", "Give the length of a bin in seconds.");
        Counts = counts;
        Positions = positions;
        Velocities = velocities;
        BinSeconds = binSeconds;
    }

    /// <summary>Spikes [bin × unit].</summary>
    public Matrix Counts { get; }

    /// <summary>Position [bin × axis].</summary>
    public Matrix Positions { get; }

    /// <summary>Velocity [bin × axis].</summary>
    public Matrix Velocities { get; }

    /// <summary>Length of a bin in seconds.</summary>
    public double BinSeconds { get; }

    /// <summary>Number of bins.</summary>
    public int BinCount => Counts.Rows;

    /// <summary>Number of units.</summary>
    public int UnitCount => Counts.Columns;

    /// <summary>Number of axes.</summary>
    public int AxisCount => Positions.Columns;

    /// <summary>The bins from one up to another, copied.</summary>
    /// <param name="first">First bin.</param>
    /// <param name="end">One past the last bin.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such bins.</exception>
    public BinnedMovement Range(int first, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, BinCount);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(end, first);
        return new(Rows(Counts, first, end), Rows(Positions, first, end), Rows(Velocities, first, end), BinSeconds);
    }

    /// <summary>The movement as states [bin × output]; acceleration is the difference of velocity to the bin before.</summary>
    public Matrix States(MovementState kind)
    {
        var states = new Matrix(BinCount, OutputNames(kind, AxisCount).Length);
        for (var t = 0; t < BinCount; t++)
        {
            var row = states.Row(t);
            if (kind != MovementState.Velocity)
            {
                Positions.Row(t).CopyTo(row);
                row = row[AxisCount..];
            }

            Velocities.Row(t).CopyTo(row);
            if (kind == MovementState.PositionVelocityAcceleration && BinCount > 1) Acceleration(t, row[AxisCount..]);
        }

        return states;
    }

    /// <summary>Names of the outputs of a state: x, y, vx, vy, ax, ay.</summary>
    public static ImmutableArray<string> OutputNames(MovementState kind, int axisCount)
    {
        var axes = AxisNames[..axisCount];
        ImmutableArray<string> names = kind == MovementState.Velocity ? [] : axes;
        names = names.AddRange(axes.Select(a => "v" + a));
        return kind == MovementState.PositionVelocityAcceleration ? names.AddRange(axes.Select(a => "a" + a)) : names;
    }

    private void Acceleration(int bin, Span<double> row)
    {
        var t = Math.Max(bin, 1);
        TensorPrimitives.Subtract(Velocities.Row(t), Velocities.Row(t - 1), row);
    }

    private static Matrix Rows(Matrix matrix, int first, int end) =>
        new(end - first, matrix.Columns, [.. matrix.Values[(first * matrix.Columns)..(end * matrix.Columns)]]);

    private static void RequireFit(Matrix counts, Matrix positions, Matrix velocities)
    {
        if (counts.Rows == positions.Rows && counts.Rows == velocities.Rows && positions.Columns == velocities.Columns
            && positions.Columns <= 3) return;
        throw new DecodingException(
            $"Counts of {counts.Rows} bins came with positions {positions.Rows} × {positions.Columns} and velocities "
            + $"{velocities.Rows} × {velocities.Columns}.",
            "Each bin needs its movement, along one to three axes.", "Give matrices [bin × unit], [bin × axis] and [bin × axis].");
    }

    private static void RequireFinite(Matrix matrix)
    {
        var bad = 0;
        while (bad < matrix.Rows && TensorPrimitives.IsFiniteAll<double>(matrix.Row(bad))) bad++;
        if (bad < matrix.Rows)
            throw new DecodingException(
                $"Bin {bad} has a value that is not finite.", "Nothing can be learnt from it.",
                "Leave these bins out, or mend the recording: a missing bin is a gap, not a value.");
    }
}
