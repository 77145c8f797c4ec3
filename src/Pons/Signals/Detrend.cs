using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>Removes what does not oscillate from each channel, in place. Safe to call from several threads.</summary>
public static class Detrend
{
    /// <summary>Subtracts each channel's mean.</summary>
    /// <param name="samples">Values [sample × channel], at least one sample.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">There is no sample, or no whole number of them.</exception>
    public static void Constant(Span<double> samples, int channelCount)
    {
        var (rows, mean, _) = Moments(samples, channelCount, 1);
        for (var n = 0; n < rows; n++)
        {
            var row = samples.Slice(n * channelCount, channelCount);
            TensorPrimitives.Subtract(row, mean, row);
        }
    }

    /// <summary>Subtracts each channel's straight line of least squares.</summary>
    /// <param name="samples">Values [sample × channel], at least two samples.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">There are fewer than two samples, or no whole number of them.</exception>
    public static void Linear(Span<double> samples, int channelCount)
    {
        var (rows, mean, slope) = Moments(samples, channelCount, 2);
        TensorPrimitives.Divide(slope, rows * ((double)rows * rows - 1) / 12, slope);
        for (var n = 0; n < rows; n++)
        {
            var row = samples.Slice(n * channelCount, channelCount);
            TensorPrimitives.Subtract(row, mean, row);
            TensorPrimitives.FusedMultiplyAdd(slope, (rows - 1) / 2.0 - n, row, row);
        }
    }

    /// <summary>Means, and sums of values times their distance from the middle.</summary>
    private static (int Rows, double[] Mean, double[] FirstMoment) Moments(ReadOnlySpan<double> samples, int channelCount, int leastRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        var rows = BlockShape.SampleCount(samples.Length, channelCount, nameof(samples));
        if (rows < leastRows)
            throw new ArgumentException($"{rows} samples have no trend to remove; at least {leastRows} are needed.", nameof(samples));
        var (mean, moment) = (new double[channelCount], new double[channelCount]);
        for (var n = 0; n < rows; n++)
        {
            var row = samples.Slice(n * channelCount, channelCount);
            TensorPrimitives.Add(mean, row, mean);
            TensorPrimitives.FusedMultiplyAdd(row, n - (rows - 1) / 2.0, moment, moment);
        }

        TensorPrimitives.Divide(mean, rows, mean);
        return (rows, mean, moment);
    }
}
