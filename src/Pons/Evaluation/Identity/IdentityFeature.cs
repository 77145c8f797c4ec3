using System.Collections.Immutable;

namespace Pons.Evaluation.Identity;

/// <summary>What an attacker looks at.</summary>
internal sealed record IdentityFeature(string Name, Func<IdentityWindow, double[]> Of)
{
    public static ImmutableArray<IdentityFeature> All { get; } =
    [
        new("power spectra", w => w.Spectrum),
        new("covariances", w => w.Covariance),
    ];
}
