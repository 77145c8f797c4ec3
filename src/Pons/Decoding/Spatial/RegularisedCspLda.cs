using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Spatial;

/// <summary>
/// Regularised common spatial patterns: diagonal loading and Tikhonov penalty (Lotte and Guan 2011, doi 10.1109/TBME.2010.2082539), logarithm
/// of power, linear discriminant with shrinkage. For few trials, many channels, or trials with outliers. Trial covariances are already
/// shrunk by OAS, so loading is off by default. Needs two trials of each class.
/// </summary>
public sealed record RegularisedCspLda : Decoder
{
    /// <summary>Filters for two classes, or for each class of more; 6 by default. Fewer come out when the data fill fewer directions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int FilterCount
    {
        get;
        init => field = HyperParameter.AtLeast(value, 1);
    } = 6;

    /// <summary>The share, 0 to 1, of class covariances that is replaced by equal power in all channels; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 1.</exception>
    public double Loading
    {
        get;
        init => field = HyperParameter.Within(value, 0, 1);
    }

    /// <summary>What the square of a filter weight costs, in units of the mean power of a channel; 0.1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Penalty
    {
        get;
        init => field = HyperParameter.Within(value, 0, double.MaxValue);
    } = 0.1;

    /// <summary>Whether frequent classes count more in the discriminant; by trials by default.</summary>
    public ClassWeighting Weighting { get; init; }

    /// <inheritdoc/>
    public override string Name => "rcsp-lda";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty
        .Add("filterCount", FilterCount).Add("loading", Loading).Add("penalty", Penalty).With(Weighting);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledCovariances.Of(trials, leastTrialsPerClass: 2, Name);
        return FitFault.Guard(Name, () =>
        {
            var means = data.Classes.Select((_, k) => EuclideanMean.Of(data.OfClass(k))).ToArray();
            return FittedCspLda.Fit(this, trials, data, RegularisedCsp.Of(means, FilterCount, Loading, Penalty), Weighting);
        });
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => FittedCspLda.Of(
        new RegularisedCspLda
        {
            FilterCount = (int)content.Parameter("filterCount"),
            Loading = content.Parameter("loading"),
            Penalty = content.Parameter("penalty"),
            Weighting = ClassWeights.In(content),
        },
        content);
}
