using Pons.Geometry;

namespace Pons.Decoding.Transfer;

/// <summary>Where the covariances of a subject lie and how far they spread: what recentres and rescales them.</summary>
/// <param name="Root">R^(−1/2) of the place R.</param>
/// <param name="Power">Exponent that brings the mean squared distance from the place to 1.</param>
internal sealed record SubjectFrame(Matrix Root, double Power)
{
    /// <summary>From covariances and their place.</summary>
    /// <exception cref="GeometryException">All covariances are equal, or one is not positive definite.</exception>
    public static SubjectFrame Of(IReadOnlyCollection<Matrix> covariances, Matrix reference)
    {
        var root = SpdFunction.InverseSqrt(reference);
        var spread = covariances.Average(c => Math.Pow(RiemannDistance.Between(reference, c), 2));
        if (spread > 0) return new(root, 1 / Math.Sqrt(spread));
        throw new GeometryException(
            $"all {covariances.Count} covariances are equal.", "Their spread is 0 and cannot be brought to 1.", "Give more trials, or recentre only.");
    }

    /// <summary>
    /// The transform W of a trial with this covariance C: with D = R^(−1/2) · C · R^(−1/2), W · C · Wᵀ is D to the power.
    /// </summary>
    public Matrix TransformOf(Matrix covariance) =>
        MatrixProduct.Multiply(SpdFunction.Power(MatrixProduct.Congruence(Root, covariance), (Power - 1) / 2), Root);
}
