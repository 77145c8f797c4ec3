using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>
/// Power spectral density by averaging the spectra of overlapping, tapered segments, each with its mean removed. Welch, "The
/// use of fast Fourier transform for the estimation of power spectra", IEEE Trans. Audio Electroacoust. 15, 1967,
/// doi:10.1109/TAU.1967.1161901; the median and its bias after Allen et al., Phys. Rev. D 85, 2012,
/// doi:10.1103/PhysRevD.85.122006, app. B. Equals SciPy's <c>welch</c>. Holds working memory: one instance per thread.
/// </summary>
public sealed class WelchSpectrum
{
    private readonly TaperedPower _power;
    private readonly double[] _window;
    private readonly int _hop;
    private readonly double _scale;
    private readonly SpectrumAverage _average;

    /// <summary>Prepares estimates.</summary>
    /// <param name="window">The taper; its length is that of a segment in samples. Usually <see cref="Window.Hann"/>, periodic.</param>
    /// <param name="overlapSamples">Samples that neighbouring segments share, from 0 to below the length; usually half of it.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <param name="average">How segments are averaged.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or the window has no energy.</exception>
    public WelchSpectrum(ReadOnlySpan<double> window, int overlapSamples, double rateHz, SpectrumAverage average = SpectrumAverage.Mean)
    {
        FilterEdges.RequireRate(rateHz);
        var energy = TensorPrimitives.SumOfSquares(window);
        if (!(energy > 0) || !double.IsFinite(energy))
            throw new ArgumentException("The window of a spectrum must be finite and not all 0.", nameof(window));
        ArgumentOutOfRangeException.ThrowIfNegative(overlapSamples);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(overlapSamples, window.Length);
        _window = window.ToArray();
        _hop = window.Length - overlapSamples;
        _power = new(window.Length);
        _scale = 1 / (rateHz * energy);
        _average = average;
        FrequenciesHz = SpectrumBins.Frequencies(window.Length, rateHz);
    }

    /// <summary>Number of frequencies.</summary>
    public int BinCount => _power.BinCount;

    /// <summary>The frequencies in hertz, from 0 to half the rate.</summary>
    public IReadOnlyList<double> FrequenciesHz { get; }

    /// <summary>Estimates the density of every channel; what is left after the last whole segment is not used.</summary>
    /// <param name="samples">Values [sample × channel], at least one segment.</param>
    /// <param name="density">Receives the one-sided density [bin × channel], in the squared unit of the samples per hertz.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">There is less than one segment, or a length does not fit.</exception>
    public void Estimate(ReadOnlySpan<double> samples, Span<double> density, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        var sampleCount = BlockShape.SampleCount(samples.Length, channelCount, nameof(samples));
        BlockShape.RequireRows(density.Length, BinCount, channelCount, nameof(density));
        if (sampleCount < _window.Length)
            throw new ArgumentException(
                $"{sampleCount} samples are less than one segment of {_window.Length}. Use a longer recording or a shorter window.",
                nameof(samples));
        var segmentCount = (sampleCount - _window.Length) / _hop + 1;
        if (_average == SpectrumAverage.Mean) Mean(samples, density, channelCount, segmentCount);
        else Median(samples, density, channelCount, segmentCount);
    }

    private void Mean(ReadOnlySpan<double> samples, Span<double> density, int channelCount, int segmentCount)
    {
        density.Clear();
        for (var s = 0; s < segmentCount; s++) AddSegment(samples, s, density, channelCount);
        SpectrumBins.MakeOneSided(density, _window.Length, channelCount, _scale / segmentCount);
    }

    private void Median(ReadOnlySpan<double> samples, Span<double> density, int channelCount, int segmentCount)
    {
        var each = new double[checked(segmentCount * density.Length)];
        for (var s = 0; s < segmentCount; s++) AddSegment(samples, s, each.AsSpan(s * density.Length, density.Length), channelCount);
        var values = new double[segmentCount];
        for (var i = 0; i < density.Length; i++)
        {
            for (var s = 0; s < segmentCount; s++) values[s] = each[s * density.Length + i];
            density[i] = MedianOf(values);
        }

        SpectrumBins.MakeOneSided(density, _window.Length, channelCount, _scale / MedianBias(segmentCount));
    }

    private void AddSegment(ReadOnlySpan<double> samples, int index, Span<double> sum, int channelCount)
    {
        var segment = samples.Slice(index * _hop * channelCount, _window.Length * channelCount);
        _power.Add(segment, _window, sum, channelCount);
    }

    private static double MedianOf(double[] values)
    {
        Array.Sort(values);
        if (double.IsNaN(values[0])) return double.NaN;
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /// <summary>Expected median of n exponential variables of mean 1, n rounded up to odd.</summary>
    private static double MedianBias(int n)
    {
        var bias = 1.0;
        for (var i = 2; i <= n - 1; i += 2) bias += 1.0 / (i + 1) - 1.0 / i;
        return bias;
    }
}
