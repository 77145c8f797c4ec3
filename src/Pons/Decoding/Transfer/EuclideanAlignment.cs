using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Transfer;

/// <summary>
/// The reference is the arithmetic mean of a subject's covariances (He and Wu 2020, doi 10.1109/TBME.2019.2913914, eq. 10 and 11; here of
/// covariances with OAS shrinkage). Plain and fast; knows every trial.
/// </summary>
public sealed record EuclideanAlignment : Alignment
{
    /// <inheritdoc/>
    public override string Name => "euclidean";

    /// <inheritdoc/>
    public override bool IsTransductive => true;

    /// <inheritdoc/>
    protected override Matrix Reference(ImmutableArray<Matrix> covariances) => EuclideanMean.Of(covariances);
}
