using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Transfer;

/// <summary>
/// Recentres as <see cref="RiemannianRecentring"/> and then rescales: each recentred covariance moves along its geodesic from the identity,
/// so that the mean squared distance of a subject's trials from it is 1 (Rodrigues et al. 2019, doi 10.1109/TBME.2018.2889705, the first two
/// steps of Riemannian Procrustes analysis). Knows every trial, and no label.
/// </summary>
public sealed record RiemannianRescaling : Alignment
{
    /// <inheritdoc/>
    public override string Name => "riemannian-rescaled";

    /// <inheritdoc/>
    public override bool IsTransductive => true;

    /// <inheritdoc/>
    protected override Matrix Reference(ImmutableArray<Matrix> covariances) => RiemannMean.Of(covariances);

    private protected override IEnumerable<Matrix> Transforms(ImmutableArray<Matrix> covariances, IEnumerable<Matrix> references)
    {
        var frame = SubjectFrame.Of(covariances, references.First());
        return covariances.Select(frame.TransformOf);
    }
}
