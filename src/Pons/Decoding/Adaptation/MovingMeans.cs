using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Adaptation;

/// <summary>
/// Supervised adaptation of <c>riemann-mdm</c>: the mean of the class that was asked for moves a step along the geodesic to the covariance
/// of the trial (after Kumar, Yger and Lotte 2019, "Towards adaptive classification using Riemannian geometry approaches in brain-computer interfaces", 7th Winter Conference on BCI). Uses labels, so its trials are calibration.
/// </summary>
public sealed record MovingMeans : Adaptation
{
    /// <summary>Step along the geodesic, above 0 and at most 1; 0.05 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside its range.</exception>
    public double Rate
    {
        get;
        init => field = HyperParameter.Within(HyperParameter.Positive(value), 0, 1);
    } = 0.05;

    /// <inheritdoc/>
    public override string Name => "moving-means";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty.Add("rate", Rate);

    /// <inheritdoc/>
    public override bool LooksAtLabels => true;

    private protected override (ImmutableArray<ModelArray> Changed, double Amount) Change(
        FittedDecoder model, ModelContent content, Trial trial, ClassLabel? label)
    {
        if (content.Decoder != "riemann-mdm") throw CannotChange(model, "riemann-mdm");
        var means = MeansOf(content);
        var place = model.Classes.IndexOf(label!.Value);
        var before = means[place];
        means[place] = Geodesic.Between(before, Within(content, trial), Rate);
        return ([ToArray(means)], RiemannDistance.Between(before, means[place]));
    }
}
