using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Transfer;

/// <summary>
/// As <see cref="RiemannianRecentring"/> for people to learn from. For a new person the reference starts at the first covariance and moves
/// 1/i of the way along the geodesic to the i-th before that trial is decided (Zanini et al. 2018, doi 10.1109/TBME.2017.2742541, with the
/// recursive mean of Barachant et al. 2013): causal, so that a live session can do the same.
/// </summary>
public sealed record RecursiveRecentring : Alignment
{
    /// <inheritdoc/>
    public override string Name => "recursive";

    /// <inheritdoc/>
    public override bool IsTransductive => false;

    /// <inheritdoc/>
    protected override Matrix Reference(ImmutableArray<Matrix> covariances) => RiemannMean.Of(covariances);

    /// <inheritdoc/>
    protected override IEnumerable<Matrix> NewReferences(ImmutableArray<Matrix> covariances)
    {
        var reference = covariances[0];
        yield return reference;
        for (var i = 1; i < covariances.Length; i++)
            yield return reference = Geodesic.Between(reference, covariances[i], 1.0 / (i + 1));
    }
}
