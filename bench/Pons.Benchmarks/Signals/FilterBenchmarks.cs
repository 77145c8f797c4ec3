using BenchmarkDotNet.Attributes;
using Pons.Signals;

namespace Pons.Benchmarks.Signals;

/// <summary>Filters on 10 minutes of 64 channels at 250 Hz; the peer's calls are SciPy's sosfilt, sosfiltfilt and oaconvolve.</summary>
public class FilterBenchmarks
{
    private const int Channels = BenchmarkSignal.Channels;
    private readonly double[] _input = BenchmarkSignal.Noise();
    private readonly double[] _output = new double[BenchmarkSignal.Samples * Channels];
    private readonly float[] _singleInput = Array.ConvertAll(BenchmarkSignal.Noise(), v => (float)v);
    private readonly float[] _singleOutput = new float[BenchmarkSignal.Samples * Channels];
    private readonly SecondOrderSections _bandPass = Butterworth.BandPass(4, 1, 40, BenchmarkSignal.RateHz);
    private readonly OverlapAddFilter _overlapAdd =
        new(WindowedSinc.BandPass(Window.Hamming(825, WindowSymmetry.Symmetric), 1, 40, BenchmarkSignal.RateHz));

    [Benchmark]
    public void CausalDouble() => new CausalFilter(_bandPass, Channels).Process(_input, _output);

    [Benchmark]
    public void CausalSingle() => new CausalFilter(_bandPass, Channels).Process(_singleInput, _singleOutput);

    [Benchmark]
    [Arguments(10)]
    public void CausalSingleInBlocks(int samplesPerBlock)
    {
        var filter = new CausalFilter(_bandPass, Channels);
        var length = samplesPerBlock * Channels;
        for (var at = 0; at < _singleInput.Length; at += length)
            filter.Process(_singleInput.AsSpan(at, length), _singleOutput.AsSpan(at, length));
    }

    [Benchmark]
    [Arguments(10)]
    public void CausalDoubleInBlocks(int samplesPerBlock)
    {
        var filter = new CausalFilter(_bandPass, Channels);
        var length = samplesPerBlock * Channels;
        for (var at = 0; at < _input.Length; at += length)
            filter.Process(_input.AsSpan(at, length), _output.AsSpan(at, length));
    }

    [Benchmark]
    public void ZeroPhase() => ZeroPhaseFilter.Apply(_bandPass, _input, _output, Channels);

    [Benchmark]
    public void OverlapAdd825Taps() => _overlapAdd.Causal(_input, _output, Channels);

    [Benchmark]
    public void Resample2To5() => Resampling.Apply(_input, _output.AsSpan(0, BenchmarkSignal.Samples * 2 / 5 * Channels), Channels, 2, 5);
}
