using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>
/// A way to estimate the covariance of one trial. Every estimator removes the mean of each channel over time and divides by the number of
/// samples. Estimators hold no state and may be used from several threads; the result does not depend on what was estimated before.
/// </summary>
public abstract record CovarianceEstimator
{
    /// <summary>The name under which reports and saved models know the estimator.</summary>
    public abstract string Name { get; }

    /// <summary>Estimates the covariance of a signal.</summary>
    /// <param name="signal">[channel × sample], at least two samples.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the number of channels, or there are fewer than two samples.</exception>
    /// <exception cref="GeometryException">A value is not finite, or no channel changes at all.</exception>
    public Covariance Estimate(ReadOnlySpan<double> signal, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        if (signal.Length % channelCount != 0 || signal.Length < 2 * channelCount)
            throw new ArgumentException($"{signal.Length} values are not a signal of {channelCount} channels and two or more samples.", nameof(signal));
        var sampleCount = signal.Length / channelCount;
        SpdMatrix.ThrowIfNotFinite(signal, sampleCount, "The signal");
        var centred = Centre(signal, channelCount);
        var sample = new Matrix(channelCount, channelCount);
        MatrixProduct.MultiplyTransposed(centred, centred, sample.Values, sampleCount);
        TensorPrimitives.Divide<double>(sample.Values, sampleCount, sample.Values);
        var basis = SignalBasis.Of(sample);
        var shrinkage = Shrinkage(sample, centred, sampleCount);
        Shrink(sample, shrinkage);
        return new Covariance(sample, basis, shrinkage);
    }

    /// <summary>The share, 0 to 1, by which the sample covariance is replaced by its mean variance times the identity.</summary>
    /// <param name="sample">The sample covariance [channel × channel].</param>
    /// <param name="centred">The signal without its means [channel × sample].</param>
    /// <param name="sampleCount">Number of samples.</param>
    protected abstract double Shrinkage(Matrix sample, ReadOnlySpan<double> centred, int sampleCount);

    /// <summary>The mean of the diagonal.</summary>
    /// <param name="matrix">[n × n].</param>
    protected static double MeanVariance(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var trace = 0.0;
        for (var i = 0; i < matrix.Rows; i++) trace += matrix[i, i];
        return trace / matrix.Rows;
    }

    private static void Shrink(Matrix sample, double shrinkage)
    {
        if (shrinkage == 0) return;
        var target = shrinkage * MeanVariance(sample);
        TensorPrimitives.Multiply(sample.Values, 1 - shrinkage, sample.Values);
        for (var i = 0; i < sample.Rows; i++) sample[i, i] += target;
    }

    private static double[] Centre(ReadOnlySpan<double> signal, int channelCount)
    {
        var centred = signal.ToArray();
        var sampleCount = signal.Length / channelCount;
        for (var c = 0; c < channelCount; c++)
        {
            var row = centred.AsSpan(c * sampleCount, sampleCount);
            TensorPrimitives.Subtract(row, TensorPrimitives.Sum<double>(row) / sampleCount, row);
        }

        return centred;
    }
}
