using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>
/// What a Kalman filter knows about movement and counts: the transition A and its noise W, and the counts' information about the state,
/// B = HᵀQ⁻¹ [state × unit] and C = HᵀQ⁻¹H. States stand about their mean; the baseline is B times the counts that are expected there.
/// </summary>
internal sealed record MovementModel(
    double[] StateMean, Matrix Transition, Matrix Noise, Matrix Readout, Matrix Information,
    double[] Baseline)
{
    public int Size => Transition.Rows;

    /// <summary>Learns from states and counts of the same bins; the counts of bin t − lead belong to the state of bin t.</summary>
    public static MovementModel Learn(Matrix states, Matrix counts, int lead)
    {
        int bins = states.Rows, pairs = bins - lead;
        double[] stateMean = Mean(states), countMean = Mean(counts);
        Matrix x = Moments.Minus(states, stateMean), z = Moments.Minus(counts, countMean);
        var transition = Regress(Moments.Cross(x, 0, x, 0, bins - 1), Moments.Cross(x, 0, x, 1, bins - 1));
        var noise = Residual(Moments.Cross(x, 1, x, 1, bins - 1), transition, Moments.Cross(x, 0, x, 1, bins - 1), bins - 1);
        var both = Moments.Cross(x, lead, z, 0, pairs);
        var tuning = Regress(Moments.Cross(x, lead, x, lead, pairs), both);
        var spread = Residual(Moments.Cross(z, 0, z, 0, pairs), tuning, both, pairs);
        var readout = Readouts(tuning, spread);
        var baseline = new double[x.Columns];
        for (var k = 0; k < baseline.Length; k++) baseline[k] = TensorPrimitives.Dot<double>(readout.Row(k), countMean);
        return new(stateMean, transition, noise, readout, MatrixProduct.Multiply(readout, tuning), baseline);
    }

    /// <summary>
    /// The same tuning, with velocity that decays about zero and position that is its integral without noise.
    /// </summary>
    public MovementModel WithSeenPosition(BinnedMovement training)
    {
        int axes = training.AxisCount, pairs = training.BinCount - 1;
        var v = training.Velocities;
        var cross = Moments.Cross(v, 0, v, 1, pairs);
        var decay = Regress(Moments.Cross(v, 0, v, 0, pairs), cross);
        var left = Residual(Moments.Cross(v, 1, v, 1, pairs), decay, cross, pairs);
        Matrix transition = Matrix.Identity(2 * axes), noise = new(2 * axes, 2 * axes);
        for (var i = 0; i < axes; i++)
        {
            transition[i, axes + i] = training.BinSeconds;
            decay.Row(i).CopyTo(transition.Row(axes + i)[axes..]);
            left.Row(i).CopyTo(noise.Row(axes + i)[axes..]);
        }

        double[] mean = [.. StateMean], moved = [.. StateMean];
        mean.AsSpan(axes).Clear();
        moved.AsSpan(0, axes).Clear();
        var expected = new double[mean.Length];
        for (var k = 0; k < mean.Length; k++) expected[k] = TensorPrimitives.Dot<double>(Information.Row(k), moved);
        return this with { StateMean = mean, Transition = transition, Noise = noise, Baseline = [.. Baseline.Zip(expected, (b, e) => b - e)] };
    }

    private static double[] Mean(Matrix a)
    {
        var mean = Moments.ColumnSums(a, 0, a.Rows);
        TensorPrimitives.Divide(mean, (double)a.Rows, mean);
        return mean;
    }

    // The M with y ≈ M·x for Σxxᵀ and Σxyᵀ: [size of y × size of x].
    private static Matrix Regress(Matrix own, Matrix cross) => Cholesky.Factor(own).Solve(cross).Transpose();

    private static Matrix Residual(Matrix total, Matrix map, Matrix cross, int count)
    {
        var explained = MatrixProduct.Multiply(map, cross);
        TensorPrimitives.Subtract(total.Values, explained.Values, total.Values);
        TensorPrimitives.Divide(total.Values, count, total.Values);
        MatrixProduct.Symmetrise(total.Values, total.Rows);
        return total;
    }

    // HᵀQ⁻¹, with zeros for units that do not change.
    private static Matrix Readouts(Matrix tuning, Matrix spread)
    {
        int[] kept = [.. Enumerable.Range(0, spread.Rows).Where(u => spread[u, u] > 0)];
        if (kept.Length == 0)
            throw new GeometryException("No unit changes its count.", "Movement cannot be told from it.", "Check the counts.");
        Matrix noise = new(kept.Length, kept.Length), sides = new(kept.Length, tuning.Columns), readout = new(tuning.Columns, spread.Rows);
        for (var i = 0; i < kept.Length; i++)
        {
            tuning.Row(kept[i]).CopyTo(sides.Row(i));
            for (var j = 0; j < kept.Length; j++) noise[i, j] = spread[kept[i], kept[j]];
        }

        var solved = Cholesky.Factor(noise).Solve(sides);
        for (var i = 0; i < kept.Length; i++)
            for (var k = 0; k < tuning.Columns; k++)
                readout[k, kept[i]] = solved[i, k];
        return readout;
    }
}
