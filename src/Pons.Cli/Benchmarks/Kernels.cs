using System.Collections.Immutable;
using Pons.Geometry;
using Pons.Signals;

namespace Pons.Cli.Benchmarks;

/// <summary>The kernels whose speed Pons promises, one thread each.</summary>
internal static class Kernels
{
    private const string SciPy = "SciPy";
    private const string PyRiemann = "pyRiemann";

    public static ImmutableArray<Kernel> All { get; } =
    [
        new("causal-filter", "Butterworth band-pass of order 4, causal, 64 × 150 000, samples as in streams (float, state double)", SciPy, 8, CausalFilter),
        new("causal-filter-double", "the same on double samples, twice the memory", SciPy, 8, CausalFilterOnDoubles),
        new("causal-filter-blocks-of-10", "causal-filter in 15 000 blocks of 10 samples", SciPy, 20, CausalFilterInBlocks),
        new("zero-phase-filter", "the same filter, forward and backward", SciPy, 6, ZeroPhase),
        new("welch", "Welch spectra, Hann 2 s, half overlap, 64 × 150 000", SciPy, 6, WelchSpectra),
        new("covariance-oas", "OAS covariance of 288 trials of 22 × 1000", PyRiemann, 3, OasCovariances),
        new("riemann-mean", "affine-invariant mean of 288 matrices of 22 × 22", PyRiemann, 8, Mean),
        new("tangent-one", "tangent vector of one 22 × 22, a hundred times", PyRiemann, 10, TangentOfOne),
        .. ReadingKernels.All,
        .. DecodingKernels.All,
        .. ArtefactKernels.All,
    ];

    private static SecondOrderSections BandPass() => Butterworth.BandPass(4, 1, 40, BenchmarkData.RateHz);

    private static Action CausalFilter()
    {
        var input = BenchmarkData.Stream();
        var output = new float[input.Length];
        return () => new CausalFilter(BandPass(), BenchmarkData.Channels).Process(input, output);
    }

    private static Action CausalFilterOnDoubles()
    {
        var input = BenchmarkData.Recording();
        var output = new double[input.Length];
        return () => new CausalFilter(BandPass(), BenchmarkData.Channels).Process(input, output);
    }

    private static Action CausalFilterInBlocks()
    {
        const int values = 10 * BenchmarkData.Channels;
        var input = BenchmarkData.Stream();
        var output = new float[values];
        return () =>
        {
            var filter = new CausalFilter(BandPass(), BenchmarkData.Channels);
            for (var i = 0; i < input.Length; i += values) filter.Process(input.AsSpan(i, values), output);
        };
    }

    private static Action ZeroPhase()
    {
        var input = BenchmarkData.Recording();
        var output = new double[input.Length];
        return () => ZeroPhaseFilter.Apply(BandPass(), input, output, BenchmarkData.Channels);
    }

    private static Action WelchSpectra()
    {
        var input = BenchmarkData.Recording();
        var spectrum = new WelchSpectrum(Window.Hann(500, WindowSymmetry.Periodic), 250, BenchmarkData.RateHz);
        var density = new double[spectrum.BinCount * BenchmarkData.Channels];
        return () => spectrum.Estimate(input, density, BenchmarkData.Channels);
    }

    private static Action OasCovariances()
    {
        var trials = BenchmarkData.Trials();
        return () => Covariances(trials);
    }

    private static Action Mean()
    {
        var matrices = Covariances(BenchmarkData.Trials());
        return () => RiemannMean.Of(matrices);
    }

    private static Action TangentOfOne()
    {
        var matrices = Covariances(BenchmarkData.Trials());
        var space = new TangentSpace(RiemannMean.Of(matrices));
        var vector = new double[space.Dimension];
        return () =>
        {
            for (var i = 0; i < 100; i++) space.ToTangent(matrices[0], vector);
        };
    }

    private static List<Matrix> Covariances(double[][] trials)
    {
        var estimator = new OasCovariance();
        return [.. trials.Select(t => estimator.Estimate(t, BenchmarkData.TrialChannels).Matrix)];
    }
}
