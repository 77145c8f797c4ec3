using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>
/// Cross-spectral densities and coherences of all pairs of channels (<see cref="ChannelPairs"/>), averaged over overlapping, tapered
/// segments, each with its mean removed. Carter, Knapp, Nuttall, "Estimation of the magnitude-squared coherence function via
/// overlapped fast Fourier transform processing", IEEE Trans. Audio Electroacoust. 21, 1973, doi:10.1109/TAU.1973.1162496. Equals
/// SciPy's <c>csd</c> and <c>coherence</c>. Allocates when made and not when used. Holds working memory: one instance per thread.
/// </summary>
public sealed class CrossSpectrum
{
    private readonly double[] _window;
    private readonly double[] _segment;
    private readonly double[] _mean;
    private readonly double[] _real;
    private readonly double[] _imaginary;
    private readonly double[] _power;
    private readonly double[] _crossImaginary;
    private readonly RealFourierTransform _transform;
    private readonly int _hop;
    private readonly double _scale;

    /// <summary>Prepares estimates.</summary>
    /// <param name="window">The taper; its length is that of a segment in samples. Usually <see cref="Window.Hann"/>, periodic.</param>
    /// <param name="overlapSamples">Samples that neighbouring segments share, from 0 to below the length; usually half of it.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <param name="channelCount">Number of channels, at least 2.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or the window has no energy.</exception>
    public CrossSpectrum(ReadOnlySpan<double> window, int overlapSamples, double rateHz, int channelCount)
    {
        FilterEdges.RequireRate(rateHz);
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 2);
        var energy = TensorPrimitives.SumOfSquares(window);
        if (!(energy > 0) || !double.IsFinite(energy))
            throw new ArgumentException("The window of a spectrum must be finite and not all 0.", nameof(window));
        ArgumentOutOfRangeException.ThrowIfNegative(overlapSamples);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(overlapSamples, window.Length);
        _window = window.ToArray();
        _hop = window.Length - overlapSamples;
        _scale = 1 / (rateHz * energy);
        _transform = new(window.Length);
        (ChannelCount, PairCount) = (channelCount, ChannelPairs.Count(channelCount));
        (_mean, _segment) = (new double[channelCount], new double[checked(window.Length * channelCount)]);
        (_real, _imaginary, _power) = (new double[BinCount * channelCount], new double[BinCount * channelCount], new double[BinCount * channelCount]);
        _crossImaginary = new double[checked(BinCount * PairCount)];
        FrequenciesHz = SpectrumBins.Frequencies(window.Length, rateHz);
    }

    /// <summary>Number of channels.</summary>
    public int ChannelCount { get; }

    /// <summary>Number of pairs of channels.</summary>
    public int PairCount { get; }

    /// <summary>Number of frequencies.</summary>
    public int BinCount => _transform.BinCount;

    /// <summary>The frequencies in hertz, from 0 to half the rate.</summary>
    public IReadOnlyList<double> FrequenciesHz { get; }

    /// <summary>
    /// Estimates the density conj(X[a])·X[b] of every pair: its phase is that by which b leads a. What is left after the last whole
    /// segment is not used.
    /// </summary>
    /// <param name="samples">Values [sample × channel], at least one segment.</param>
    /// <param name="real">Receives the real parts [bin × pair], one-sided, in the squared unit of the samples per hertz.</param>
    /// <param name="imaginary">Receives the imaginary parts [bin × pair].</param>
    /// <exception cref="ArgumentException">There is less than one segment, or a length does not fit.</exception>
    public void Estimate(ReadOnlySpan<double> samples, Span<double> real, Span<double> imaginary)
    {
        BlockShape.RequireRows(real.Length, BinCount, PairCount, nameof(real));
        BlockShape.RequireRows(imaginary.Length, BinCount, PairCount, nameof(imaginary));
        var scale = _scale / Sum(samples, real, imaginary);
        SpectrumBins.MakeOneSided(real, _window.Length, PairCount, scale);
        SpectrumBins.MakeOneSided(imaginary, _window.Length, PairCount, scale);
    }

    /// <summary>
    /// Estimates the magnitude-squared coherence |S[ab]|²/(S[aa]·S[bb]) of every pair, 0 to 1; of one segment it is 1 everywhere. Not a
    /// number where a channel has no power.
    /// </summary>
    /// <param name="samples">Values [sample × channel], at least two segments.</param>
    /// <param name="coherence">Receives the coherence [bin × pair].</param>
    /// <exception cref="ArgumentException">There are fewer than two segments, or a length does not fit.</exception>
    public void Coherence(ReadOnlySpan<double> samples, Span<double> coherence)
    {
        BlockShape.RequireRows(coherence.Length, BinCount, PairCount, nameof(coherence));
        var segments = SegmentCount(samples);
        if (segments < 2)
            throw new ArgumentException(
                $"{segments} segment says nothing of coherence, which would be 1 everywhere. Use a longer recording or a shorter window.",
                nameof(samples));
        Sum(samples, coherence, _crossImaginary);
        for (var k = 0; k < BinCount; k++)
        {
            var row = coherence.Slice(k * PairCount, PairCount);
            var imaginary = _crossImaginary.AsSpan(k * PairCount, PairCount);
            TensorPrimitives.Multiply(imaginary, imaginary, imaginary);
            TensorPrimitives.FusedMultiplyAdd(row, row, imaginary, row);
            DivideByPowers(row, _power.AsSpan(k * ChannelCount, ChannelCount));
        }
    }

    private static void DivideByPowers(Span<double> pairs, ReadOnlySpan<double> power)
    {
        for (var a = 0; a + 1 < power.Length; a++)
        {
            var row = pairs[..(power.Length - a - 1)];
            TensorPrimitives.Divide(row, power[(a + 1)..], row);
            TensorPrimitives.Divide(row, power[a], row);
            pairs = pairs[row.Length..];
        }
    }

    /// <summary>Adds up products and powers over the segments, whose number it returns.</summary>
    private int Sum(ReadOnlySpan<double> samples, Span<double> real, Span<double> imaginary)
    {
        var segments = SegmentCount(samples);
        real.Clear();
        imaginary.Clear();
        Array.Clear(_power);
        for (var s = 0; s < segments; s++)
        {
            Taper(samples.Slice(s * _hop * ChannelCount, _segment.Length));
            _transform.Forward(_segment, _real, _imaginary, ChannelCount);
            TensorPrimitives.FusedMultiplyAdd<double>(_real, _real, _power, _power);
            TensorPrimitives.FusedMultiplyAdd<double>(_imaginary, _imaginary, _power, _power);
            for (var k = 0; k < BinCount; k++)
            {
                var (bin, pair) = (k * ChannelCount, k * PairCount);
                ChannelPairs.AddProducts(
                    _real.AsSpan(bin, ChannelCount),
                    _imaginary.AsSpan(bin, ChannelCount),
                    real.Slice(pair, PairCount),
                    imaginary.Slice(pair, PairCount));
            }
        }

        return segments;
    }

    private int SegmentCount(ReadOnlySpan<double> samples)
    {
        var sampleCount = BlockShape.SampleCount(samples.Length, ChannelCount, nameof(samples));
        if (sampleCount < _window.Length)
            throw new ArgumentException(
                $"{sampleCount} samples are less than one segment of {_window.Length}. Use a longer recording or a shorter window.",
                nameof(samples));
        return (sampleCount - _window.Length) / _hop + 1;
    }

    private void Taper(ReadOnlySpan<double> segment)
    {
        Array.Clear(_mean);
        for (var n = 0; n < _window.Length; n++) TensorPrimitives.Add(_mean, segment.Slice(n * ChannelCount, ChannelCount), _mean);
        TensorPrimitives.Divide(_mean, _window.Length, _mean);
        for (var n = 0; n < _window.Length; n++)
        {
            var row = _segment.AsSpan(n * ChannelCount, ChannelCount);
            TensorPrimitives.Subtract(segment.Slice(n * ChannelCount, ChannelCount), _mean, row);
            TensorPrimitives.Multiply(row, _window[n], row);
        }
    }
}
