using System.Collections.Immutable;
using Pons.Artefacts;

namespace Pons.Cli.Benchmarks;

/// <summary>Removal of artefacts, with as many steps as the peer makes.</summary>
internal static class ArtefactKernels
{
    /// <summary>Every kernel of artefacts in the order of the report.</summary>
    public static ImmutableArray<Kernel> All { get; } =
    [
        new("ica-fastica", "FastICA, parallel, tanh, 20 steps, 32 × 75 000, whitening included", "scikit-learn", 2,
            () => Fit(new FastIca { MaximalSteps = 20 }, 75_000)),
        new("ica-infomax", "extended Infomax, 3 passes, 32 × 30 000; whitening included, not so for the peer", "MNE", 2,
            () => Fit(new ExtendedInfomax { MaximalSteps = 3 }, 30_000)),
    ];

    private static Action Fit(ComponentAnalysis analysis, int samples)
    {
        var signal = BenchmarkData.Sources(samples);
        var exactly = analysis with { Tolerance = 0, AcceptsUnsettled = true };
        return () => exactly.Fit(signal, BenchmarkData.SourceCount);
    }
}
