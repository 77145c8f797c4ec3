using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Adaptation;

/// <summary>
/// Follows the place of all trials without labels: the mean of covariances moves a step along the geodesic to each new one (Zanini et al.
/// 2018, doi 10.1109/TBME.2017.2742541, with the moving mean of Barachant et al. 2013), and what was learnt at the old place is carried
/// to the new one. For <c>tangent-lr</c>, <c>tangent-lda</c>, <c>tangent-svm</c> the tangent space is laid at the new mean; for
/// <c>riemann-mdm</c> the class means are carried along, R′^½ · R^−½ · M · R^−½ · R′^½ with R the mean of the class means.
/// </summary>
public sealed record Recentring : Adaptation
{
    /// <summary>Step along the geodesic, above 0 and at most 1; 0.05 by default, a memory of some twenty trials.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside its range.</exception>
    public double Rate
    {
        get;
        init => field = HyperParameter.Within(HyperParameter.Positive(value), 0, 1);
    } = 0.05;

    /// <inheritdoc/>
    public override string Name => "recentring";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty.Add("rate", Rate);

    /// <inheritdoc/>
    public override bool LooksAtLabels => false;

    private protected override (ImmutableArray<ModelArray> Changed, double Amount) Change(
        FittedDecoder model, ModelContent content, Trial trial, ClassLabel? label)
    {
        var covariance = Within(content, trial);
        if (content.Decoder == "riemann-mdm") return Carry(MeansOf(content), covariance);
        if (content.Decoder is not ("tangent-lr" or "tangent-lda" or "tangent-svm"))
            throw CannotChange(model, "riemann-mdm, tangent-lr, tangent-lda and tangent-svm");
        var array = content.Array("reference", -1, -1);
        var before = new Matrix(array.Shape[0], array.Shape[1], [.. array.Values]);
        var after = Geodesic.Between(before, covariance, Rate);
        return ([ModelArray.Of("reference", after.Values, after.Rows, after.Columns)], RiemannDistance.Between(before, after));
    }

    private (ImmutableArray<ModelArray> Changed, double Amount) Carry(Matrix[] means, Matrix covariance)
    {
        var before = RiemannMean.Of(means);
        var after = Geodesic.Between(before, covariance, Rate);
        var carry = MatrixProduct.Multiply(SpdFunction.Sqrt(after), SpdFunction.InverseSqrt(before));
        return ([ToArray([.. means.Select(m => MatrixProduct.Congruence(carry, m))])], RiemannDistance.Between(before, after));
    }
}
