using BenchmarkDotNet.Attributes;
using Pons.Signals;

namespace Pons.Benchmarks.Signals;

/// <summary>
/// Spectra of 10 minutes of 64 channels at 250 Hz; the peers' calls are SciPy's welch, hilbert, fft and coherence, and MNE's tfr_array_morlet.
/// </summary>
public class SpectrumBenchmarks
{
    private const int Channels = BenchmarkSignal.Channels;
    private readonly double[] _input = BenchmarkSignal.Noise();
    private readonly double[] _output = new double[BenchmarkSignal.Samples * Channels];
    private readonly double[] _density = new double[251 * Channels];
    private readonly double[] _imaginary = new double[251 * Channels];
    private readonly WelchSpectrum _welch = new(Window.Hann(500), 250, BenchmarkSignal.RateHz);
    private readonly MultitaperSpectrum _multitaper = new(1000, 4, BenchmarkSignal.RateHz);
    private readonly double[] _multitaperDensity = new double[501 * Channels];
    private readonly AnalyticSignal _analytic = new(BenchmarkSignal.Samples);
    private readonly RealFourierTransform _transform = new(500);
    private readonly CrossSpectrum _cross = new(Window.Hann(500), 250, BenchmarkSignal.RateHz, Channels);
    private readonly double[] _coherence = new double[251 * ChannelPairs.Count(Channels)];
    private readonly MorletPower _morlet = new(1000, [6, 10, 18], [3, 5, 9], BenchmarkSignal.RateHz);
    private readonly double[] _morletPower = new double[3 * 1000 * Channels];

    [Benchmark]
    public void WelchHann500() => _welch.Estimate(_input, _density, Channels);

    [Benchmark]
    public void MultitaperOneSegmentOf1000() => _multitaper.Estimate(_input.AsSpan(0, 1000 * Channels), _multitaperDensity, Channels);

    [Benchmark]
    public void Quadrature() => _analytic.Quadrature(_input, _output, Channels);

    [Benchmark]
    public void CoherenceOfAllPairs() => _cross.Coherence(_input, _coherence);

    [Benchmark]
    public void MorletPowerOf1000SamplesAtThreeFrequencies() => _morlet.Estimate(_input.AsSpan(0, 1000 * Channels), _morletPower, Channels);

    [Benchmark]
    public void RealTransformOf500() => _transform.Forward(_input.AsSpan(0, 500 * Channels), _density, _imaginary, Channels);
}
