using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>
/// How steadily the phases of pairs of channels (<see cref="ChannelPairs"/>) keep their distance over one recording, by their analytic
/// signals. The channels must be filtered to a narrow band before, or phases mean little. Allocates when made and not when used. Holds
/// working memory: one instance per thread.
/// </summary>
public sealed class PhaseCoupling
{
    private readonly AnalyticSignal _analytic;
    private readonly double[] _real;
    private readonly double[] _imaginary;
    private readonly double[] _sum;
    private readonly double[] _lag;
    private readonly double[] _size;

    /// <summary>Prepares for recordings of one length.</summary>
    /// <param name="length">Number of samples, at least 1.</param>
    /// <param name="channelCount">Number of channels, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public PhaseCoupling(int length, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 2);
        _analytic = new(length);
        (ChannelCount, PairCount) = (channelCount, ChannelPairs.Count(channelCount));
        (_real, _imaginary) = (new double[checked(length * channelCount)], new double[length * channelCount]);
        (_lag, _size) = (new double[channelCount], new double[channelCount]);
        _sum = new double[PairCount];
    }

    /// <summary>Number of samples.</summary>
    public int Length => _analytic.Length;

    /// <summary>Number of channels.</summary>
    public int ChannelCount { get; }

    /// <summary>Number of pairs of channels.</summary>
    public int PairCount { get; }

    /// <summary>
    /// The phase-locking value |mean e^{i(φ[a] − φ[b])}|: 1 where the phases keep their distance, near 0 where they run freely. Lachaux et
    /// al., "Measuring phase synchrony in brain signals", Hum. Brain Mapp. 8, 1999,
    /// doi:10.1002/(SICI)1097-0193(1999)8:4&lt;194::AID-HBM4&gt;3.0.CO;2-C. Not a number where a channel is 0 at some time, since 0 has
    /// no phase.
    /// </summary>
    /// <param name="samples">Values [sample × channel] of a narrow band, of the length.</param>
    /// <param name="values">Receives one value a pair.</param>
    /// <exception cref="ArgumentException">A span does not hold its number of values.</exception>
    public void LockingValues(ReadOnlySpan<double> samples, Span<double> values)
    {
        Prepare(samples, values);
        Array.Clear(_sum);
        for (var n = 0; n < Length; n++)
        {
            Span<double> re = Row(_real, n), im = Row(_imaginary, n);
            TensorPrimitives.Multiply(im, im, _size);
            TensorPrimitives.FusedMultiplyAdd(re, re, _size, _size);
            TensorPrimitives.Sqrt(_size, _size);
            TensorPrimitives.Divide(re, _size, re);
            TensorPrimitives.Divide(im, _size, im);
            ChannelPairs.AddProducts(re, im, values, _sum);
        }

        TensorPrimitives.Multiply(_sum, _sum, _sum);
        TensorPrimitives.FusedMultiplyAdd(values, values, _sum, values);
        TensorPrimitives.Sqrt(values, values);
        TensorPrimitives.Divide(values, Length, values);
    }

    /// <summary>
    /// The weighted phase lag index |mean Im z[a]z̄[b]| / mean |Im z[a]z̄[b]|, from 0 to 1, not debiased: how much one channel leads the
    /// other all the time. Blind to what two electrodes pick up at the same moment. Vinck et al., "An improved index of phase-synchronization for
    /// electrophysiological data in the presence of volume-conduction, noise and sample-size bias", NeuroImage 55, 2011,
    /// doi:10.1016/j.neuroimage.2011.01.055. 0 where there is no lag at any time.
    /// </summary>
    /// <param name="samples">Values [sample × channel] of a narrow band, of the length.</param>
    /// <param name="values">Receives one value a pair.</param>
    /// <exception cref="ArgumentException">A span does not hold its number of values.</exception>
    public void WeightedLagIndices(ReadOnlySpan<double> samples, Span<double> values)
    {
        Prepare(samples, values);
        Array.Clear(_sum);
        for (var n = 0; n < Length; n++) AddLags(Row(_real, n), Row(_imaginary, n), values, _sum);
        TensorPrimitives.Abs(values, values);
        for (var p = 0; p < PairCount; p++)
            if (_sum[p] != 0) values[p] /= _sum[p];
    }

    /// <summary>Adds Im z[a]z̄[b] and its magnitude; both products are rounded, so that equal channels have no lag at all.</summary>
    private void AddLags(ReadOnlySpan<double> re, ReadOnlySpan<double> im, Span<double> sum, Span<double> sumOfSizes)
    {
        for (int a = 0, at = 0; a + 1 < ChannelCount; at += ChannelCount - ++a)
        {
            var count = ChannelCount - a - 1;
            Span<double> lag = _lag.AsSpan(0, count), size = _size.AsSpan(0, count);
            TensorPrimitives.Multiply(re[(a + 1)..], im[a], lag);
            TensorPrimitives.Multiply(im[(a + 1)..], re[a], size);
            TensorPrimitives.Subtract(lag, size, lag);
            TensorPrimitives.Abs(lag, size);
            TensorPrimitives.Add(sum.Slice(at, count), lag, sum.Slice(at, count));
            TensorPrimitives.Add(sumOfSizes.Slice(at, count), size, sumOfSizes.Slice(at, count));
        }
    }

    private void Prepare(ReadOnlySpan<double> samples, Span<double> values)
    {
        BlockShape.RequireRows(samples.Length, Length, ChannelCount, nameof(samples));
        BlockShape.RequireRows(values.Length, PairCount, 1, nameof(values));
        samples.CopyTo(_real);
        _analytic.Quadrature(_real, _imaginary, ChannelCount);
        values.Clear();
    }

    private Span<double> Row(double[] plane, int sample) => plane.AsSpan(sample * ChannelCount, ChannelCount);
}
