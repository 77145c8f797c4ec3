using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>The well-conditioned estimator of Ledoit and Wolf 2004 (doi 10.1016/S0047-259X(03)00096-4), lemma 3.2 to 3.5.</summary>
public sealed record LedoitWolfCovariance : CovarianceEstimator
{
    /// <inheritdoc/>
    public override string Name => "ledoit-wolf";

    /// <inheritdoc/>
    protected override double Shrinkage(Matrix sample, ReadOnlySpan<double> centred, int sampleCount)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var mean = MeanVariance(sample);
        var power = TensorPrimitives.SumOfSquares<double>(sample.Values);
        var spread = power - sample.Rows * mean * mean;
        var error = (FourthMoment(centred, sample.Rows, sampleCount) - power) / sampleCount;
        return spread > 0 ? Math.Clamp(error / spread, 0, 1) : 0;
    }

    /// <summary>The mean over time of the squared power over all channels.</summary>
    private static double FourthMoment(ReadOnlySpan<double> centred, int channelCount, int sampleCount)
    {
        var columns = centred.Length / channelCount;
        var powers = new double[columns];
        for (var start = 0; start < centred.Length; start += columns)
        {
            var row = centred.Slice(start, columns);
            TensorPrimitives.MultiplyAdd(row, row, powers, powers);
        }

        return TensorPrimitives.SumOfSquares<double>(powers) / sampleCount;
    }
}
