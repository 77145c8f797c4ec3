using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Transfer;

/// <summary>
/// The reference is the affine-invariant mean of a subject's covariances, which so becomes the identity (Zanini et al. 2018,
/// doi 10.1109/TBME.2017.2742541). Knows every trial.
/// </summary>
public sealed record RiemannianRecentring : Alignment
{
    /// <inheritdoc/>
    public override string Name => "riemannian";

    /// <inheritdoc/>
    public override bool IsTransductive => true;

    /// <inheritdoc/>
    protected override Matrix Reference(ImmutableArray<Matrix> covariances) => RiemannMean.Of(covariances);
}
