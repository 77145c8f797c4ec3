using BenchmarkDotNet.Attributes;
using Pons.Signals;

namespace Pons.Benchmarks.Signals;

/// <summary>Spectra of 10 minutes of 64 channels at 250 Hz; the peer's calls are SciPy's welch, hilbert and fft.</summary>
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

    [Benchmark]
    public void WelchHann500() => _welch.Estimate(_input, _density, Channels);

    [Benchmark]
    public void MultitaperOneSegmentOf1000() => _multitaper.Estimate(_input.AsSpan(0, 1000 * Channels), _multitaperDensity, Channels);

    [Benchmark]
    public void Quadrature() => _analytic.Quadrature(_input, _output, Channels);

    [Benchmark]
    public void RealTransformOf500() => _transform.Forward(_input.AsSpan(0, 500 * Channels), _density, _imaginary, Channels);
}
