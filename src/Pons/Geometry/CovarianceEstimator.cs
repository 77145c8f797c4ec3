using System.Buffers;
using System.Numerics.Tensors;
using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>
/// A way to estimate the covariance of one trial. Every estimator removes the mean of each channel over time and divides by the number of
/// samples, or says that it divides by one less. Estimators hold no state and may be used from several threads; the result does not
/// depend on what was estimated before.
/// </summary>
public abstract record CovarianceEstimator
{
    private const int CacheLine = 64;
    private const int AlignmentSlack = CacheLine / sizeof(double);

    /// <summary>The name under which reports and saved models know the estimator.</summary>
    public abstract string Name { get; }

    /// <summary>Estimates the covariance of a signal.</summary>
    /// <param name="signal">[channel × sample], at least two samples.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the number of channels, or there are fewer than two
    /// samples.</exception>
    /// <exception cref="GeometryException">A value is not finite, or no channel changes at all.</exception>
    public Covariance Estimate(ReadOnlySpan<double> signal, int channelCount)
    {
        var shrunk = Shrunk(signal, channelCount, wanted: true);
        return new(shrunk.Matrix, shrunk.Basis!, shrunk.Shrinkage);
    }

    /// <summary>The estimate alone, for those who do not ask which directions the signal fills.</summary>
    /// <inheritdoc cref="Estimate(ReadOnlySpan{double}, int)"/>
    internal Matrix Matrix(ReadOnlySpan<double> signal, int channelCount) => Shrunk(signal, channelCount, wanted: false).Matrix;

    private (Matrix Matrix, SignalBasis? Basis, double Shrinkage) Shrunk(ReadOnlySpan<double> signal, int channelCount, bool wanted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        if (signal.Length % channelCount != 0 || signal.Length < 2 * channelCount)
        {
            throw new ArgumentException(
                $"{signal.Length} values are not a signal of {channelCount} channels and two or more samples.", nameof(signal));
        }

        var sampleCount = signal.Length / channelCount;
        var columns = PaddedLength(sampleCount, GramKernel.ColumnBlock);
        var rented = ArrayPool<double>.Shared.Rent(PaddedLength(channelCount, GramKernel.RowBlock) * columns + AlignmentSlack);
        try
        {
            return Shrunk(signal, channelCount, sampleCount, rented, columns, wanted);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// The share, 0 to 1, by which the sample covariance is replaced by its mean variance times the identity, unless the estimator says
    /// otherwise.
    /// </summary>
    /// <param name="sample">The sample covariance [channel × channel].</param>
    /// <param name="centred">The signal without its means [channel × column], each row filled up with zeros to a common length.</param>
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

    /// <summary>What the sum over time is divided by.</summary>
    private protected virtual double Divisor(int sampleCount) => sampleCount;

    /// <summary>Replaces a share of the sample covariance by what it is shrunk to.</summary>
    private protected virtual void Shrink(Matrix sample, double shrinkage)
    {
        var target = shrinkage * MeanVariance(sample);
        TensorPrimitives.Multiply(sample.Values, 1 - shrinkage, sample.Values);
        for (var i = 0; i < sample.Rows; i++) sample[i, i] += target;
    }

    private static int PaddedLength(int length, int block) => (length + block - 1) / block * block;

    private unsafe (Matrix Matrix, SignalBasis? Basis, double Shrinkage) Shrunk(
        ReadOnlySpan<double> signal, int channelCount, int sampleCount, double[] workspace, int columns, bool wanted)
    {
        var sample = new Matrix(channelCount, channelCount);
        double shrinkage;
        fixed (double* start = workspace, product = sample.Values)
        {
            var offset = (int)((CacheLine - (nuint)start % CacheLine) % CacheLine) / sizeof(double);
            var centred = workspace.AsSpan(offset, PaddedLength(channelCount, GramKernel.RowBlock) * columns);
            Centre(signal, centred, sampleCount, columns);
            GramKernel.Multiply(start + offset, product, channelCount, columns);
            TensorPrimitives.Multiply(sample.Values, 1.0 / Divisor(sampleCount), sample.Values);
            shrinkage = Shrinkage(sample, centred[..(channelCount * columns)], sampleCount);
        }

        // Whoever does not ask for the directions still learns that there are none.
        var basis = wanted || !(MeanVariance(sample) is > 0 and < double.PositiveInfinity) ? SignalBasis.Of(sample) : null;
        if (shrinkage != 0) Shrink(sample, shrinkage);
        return (sample, basis, shrinkage);
    }

    /// <summary>Copies every row without its mean; what is left of the padded rows becomes zero.</summary>
    private static void Centre(ReadOnlySpan<double> signal, Span<double> centred, int sampleCount, int columns)
    {
        var channelCount = signal.Length / sampleCount;
        for (var c = 0; c < channelCount; c++)
        {
            var row = signal.Slice(c * sampleCount, sampleCount);
            var mean = TensorPrimitives.Sum(row) / sampleCount;
            if (!double.IsFinite(mean)) SpdMatrix.ThrowIfNotFinite(signal, sampleCount, "The signal");
            TensorPrimitives.Subtract(row, mean, centred.Slice(c * columns, sampleCount));
            centred.Slice(c * columns + sampleCount, columns - sampleCount).Clear();
        }

        centred[(channelCount * columns)..].Clear();
    }
}
