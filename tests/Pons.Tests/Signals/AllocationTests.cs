using Pons.Signals;

namespace Pons.Tests.Signals;

public sealed class AllocationTests
{
    private const int Channels = 13;
    private const int Samples = 300;
    private readonly double[] _x = TestRecording.Noise(Samples * Channels);
    private readonly double[] _y = new double[Samples * Channels];
    private readonly double[] _z = new double[Samples * Channels];
    private readonly float[] _single = new float[Samples * Channels];

    [Fact]
    public void Streaming_kernels_allocate_nothing_per_block()
    {
        var sections = Butterworth.BandPass(4, 1, 40, 250);
        var filter = new CausalFilter(sections, Channels);
        var fir = new CausalFirFilter(Window.Hann(61), Channels);
        var resampler = new StreamResampler(2, 5, Channels);
        AssertNoAllocation(() => filter.Process(_x, _y));
        AssertNoAllocation(() => filter.Process(_single, _single));
        AssertNoAllocation(filter.Reset);
        AssertNoAllocation(() => fir.Process(_x, _y));
        AssertNoAllocation(() => resampler.Process(_x, _y));
    }

    [Fact]
    public void Transforms_and_spectra_allocate_nothing_per_call()
    {
        foreach (var length in new[] { Samples, 293 })
        {
            var (complex, real) = (new FourierTransform(length), new RealFourierTransform(length));
            var (bins, values) = (real.BinCount * Channels, length * Channels);
            AssertNoAllocation(() => complex.Forward(_y.AsSpan(0, values), _z.AsSpan(0, values), Channels));
            AssertNoAllocation(() => complex.Inverse(_y.AsSpan(0, values), _z.AsSpan(0, values), Channels));
            AssertNoAllocation(() => real.Forward(_x.AsSpan(0, values), _y.AsSpan(0, bins), _z.AsSpan(0, bins), Channels));
            AssertNoAllocation(() => real.Inverse(_y.AsSpan(0, bins), _z.AsSpan(0, bins), _x.AsSpan(0, values), Channels));
        }

        var welch = new WelchSpectrum(Window.Hann(100), 50, 250);
        var multitaper = new MultitaperSpectrum(Samples, 4, 250);
        var analytic = new AnalyticSignal(Samples);
        var overlapAdd = new OverlapAddFilter(Window.Hann(21));
        AssertNoAllocation(() => welch.Estimate(_x, _y.AsSpan(0, welch.BinCount * Channels), Channels));
        AssertNoAllocation(() => multitaper.Estimate(_x, _y.AsSpan(0, multitaper.BinCount * Channels), Channels));
        AssertNoAllocation(() => analytic.Envelope(_x, _y, Channels));
        AssertNoAllocation(() => overlapAdd.Causal(_x, _y, Channels));
    }

    [Fact]
    public void Coupling_and_wavelets_allocate_nothing_per_call()
    {
        var cross = new CrossSpectrum(Window.Hann(40), 20, 250, Channels);
        var coupling = new PhaseCoupling(Samples, Channels);
        var morlet = new MorletPower(Samples, [12], [4], 250);
        var bins = cross.BinCount * cross.PairCount;
        AssertNoAllocation(() => cross.Estimate(_x, _y.AsSpan(0, bins), _z.AsSpan(0, bins)));
        AssertNoAllocation(() => cross.Coherence(_x, _y.AsSpan(0, bins)));
        AssertNoAllocation(() => coupling.LockingValues(_x, _y.AsSpan(0, coupling.PairCount)));
        AssertNoAllocation(() => coupling.WeightedLagIndices(_x, _y.AsSpan(0, coupling.PairCount)));
        AssertNoAllocation(() => morlet.Estimate(_x, _y, Channels));
        AssertNoAllocation(() => HistogramEntropy.Estimate(_x, 16, _y.AsSpan(0, Channels)));
    }

    private static void AssertNoAllocation(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
