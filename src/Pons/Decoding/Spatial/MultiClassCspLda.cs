using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Spatial;

/// <summary>
/// Common spatial patterns of all classes at once by joint approximate diagonalisation, chosen by mutual information (Grosse-Wentrup and
/// Buss 2008, doi 10.1109/TBME.2008.921154), logarithm of power, linear discriminant with shrinkage. With two classes the filters are
/// those of <see cref="CspLda"/> in the order of information. Needs two trials of each class.
/// </summary>
public sealed record MultiClassCspLda : Decoder
{
    /// <summary>Filters for all classes together; 8 by default. Fewer come out when the data fill fewer directions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int FilterCount
    {
        get;
        init => field = HyperParameter.AtLeast(value, 1);
    } = 8;

    /// <summary>Whether frequent classes count more; by trials by default.</summary>
    public ClassWeighting Weighting { get; init; }

    /// <inheritdoc/>
    public override string Name => "ajd-csp-lda";

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
            var shares = ClassWeights.Shares(data.ClassIndices, data.Classes.Length, Weighting);
            return FittedCspLda.Fit(this, trials, data, InformativePatterns.Of(means, shares, FilterCount), Weighting);
        });
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => FittedCspLda.Of(
        new MultiClassCspLda { FilterCount = (int)content.Parameter("filterCount"), Weighting = ClassWeights.In(content) }, content);
}
