using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>
/// Shrinkage of the correlations of Schäfer and Strimmer 2005 (doi 10.2202/1544-6115.1175, target D): every channel keeps its unbiased
/// variance, and what lies off the diagonal is multiplied by 1 − γ, γ the estimated variance of the correlations over their squares.
/// </summary>
public sealed record SchaferStrimmerCovariance : CovarianceEstimator
{
    /// <inheritdoc/>
    public override string Name => "schaefer-strimmer";

    private protected override double Divisor(int sampleCount) => sampleCount - 1;

    /// <inheritdoc/>
    protected override double Shrinkage(Matrix sample, ReadOnlySpan<double> centred, int sampleCount)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var correlation = SquaredCorrelations(sample);
        if (!(correlation > 0)) return 0;
        double n = sampleCount, less = n - 1;
        var moment = n / (less * less * less) * CrossMoments(sample, centred);
        return Math.Clamp(moment / correlation - 1 / less, 0, 1);
    }

    private protected override void Shrink(Matrix sample, double shrinkage)
    {
        for (var r = 0; r < sample.Rows; r++)
        {
            var variance = sample[r, r];
            TensorPrimitives.Multiply(sample.Row(r), 1 - shrinkage, sample.Row(r));
            sample[r, r] = variance;
        }
    }

    /// <summary>The sum of the squared correlations of different channels; a flat channel has none.</summary>
    private static double SquaredCorrelations(Matrix sample)
    {
        var sum = 0.0;
        for (var r = 1; r < sample.Rows; r++)
            for (var c = 0; c < r; c++)
                if (sample[r, r] > 0 && sample[c, c] > 0) sum += 2 * sample[r, c] * sample[r, c] / (sample[r, r] * sample[c, c]);
        return sum;
    }

    /// <summary>
    /// The sum over time and over pairs of different channels of the squared product of their standardised values, from the square of the
    /// power over all channels less the fourth powers: linear in the number of channels.
    /// </summary>
    private static double CrossMoments(Matrix sample, ReadOnlySpan<double> centred)
    {
        var columns = centred.Length / sample.Rows;
        double[] powers = new double[columns], square = new double[columns];
        var fourth = 0.0;
        for (var r = 0; r < sample.Rows; r++)
        {
            if (!(sample[r, r] > 0)) continue;
            var row = centred.Slice(r * columns, columns);
            TensorPrimitives.Multiply(row, row, square);
            TensorPrimitives.Divide(square, sample[r, r], square);
            fourth += TensorPrimitives.SumOfSquares<double>(square);
            TensorPrimitives.Add<double>(powers, square, powers);
        }

        return TensorPrimitives.SumOfSquares<double>(powers) - fourth;
    }
}
