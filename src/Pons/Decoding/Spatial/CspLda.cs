using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Spatial;

/// <summary>
/// Common spatial patterns of shrunk covariances, logarithm of their power, linear discriminant with shrinkage. The classic of
/// motor imagery. Not for classes that differ in wave form and not in power. Needs two trials of each class.
/// </summary>
public sealed record CspLda : Decoder
{
    /// <summary>
    /// Filters for two classes, or for each class of more; 6 by default. Fewer come out when the data fill fewer directions.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int FilterCount
    {
        get;
        init => field = HyperParameter.AtLeast(value, 1);
    } = 6;

    /// <summary>Whether frequent classes count more in the discriminant; by trials by default.</summary>
    public ClassWeighting Weighting { get; init; }

    /// <inheritdoc/>
    public override string Name => "csp-lda";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("filterCount", FilterCount).With(Weighting);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledCovariances.Of(trials, leastTrialsPerClass: 2, Name);
        return FitFault.Guard(Name, () =>
        {
            var means = data.Classes.Select((_, k) => EuclideanMean.Of(data.OfClass(k))).ToArray();
            return FittedCspLda.Fit(this, trials, data, CommonSpatialPatterns.Of(means, FilterCount), Weighting);
        });
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => FittedCspLda.Of(
        new CspLda { FilterCount = (int)content.Parameter("filterCount"), Weighting = ClassWeights.In(content) }, content);
}
