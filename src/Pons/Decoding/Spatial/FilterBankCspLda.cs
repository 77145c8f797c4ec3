using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Spatial;

/// <summary>
/// Filter-bank common spatial patterns (Ang et al. 2008, doi 10.1109/IJCNN.2008.4634130): common spatial patterns within each of several bands,
/// logarithm of power, the features of largest mutual information with the class together with the partner of each, linear discriminant
/// with shrinkage. The bands are causal and are applied inside each trial, so trials should come broad: from a paradigm whose own
/// band covers <see cref="LowHz"/> to <see cref="HighHz"/>. Needs two trials of each class.
/// </summary>
public sealed record FilterBankCspLda : Decoder
{
    /// <summary>Lower edge of the first band in hertz; 4 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double LowHz
    {
        get;
        init => field = HyperParameter.Positive(value);
    } = 4;

    /// <summary>Upper edge of the last band in hertz; 40 by default. At most half the rate, or fitting is refused.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double HighHz
    {
        get;
        init => field = HyperParameter.Positive(value);
    } = 40;

    /// <summary>Width of a band in hertz; 4 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double WidthHz
    {
        get;
        init => field = HyperParameter.Positive(value);
    } = 4;

    /// <summary>Order of a band at each edge; 4 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Order
    {
        get;
        init => field = HyperParameter.AtLeast(value, 1);
    } = 4;

    /// <summary>What is left out at the beginning of a trial while the bands warm up, in seconds; 0.25 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double WarmUpSeconds
    {
        get;
        init => field = HyperParameter.Within(value, 0, 3600);
    } = 0.25;

    /// <summary>Pairs of filters in each band, and for each class if there are more than two; 2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int PairCount
    {
        get;
        init => field = HyperParameter.AtLeast(value, 1);
    } = 2;

    /// <summary>Features that are chosen by information, for each class if there are more than two; 4 by default. Partners come on top.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int FeatureCount
    {
        get;
        init => field = HyperParameter.AtLeast(value, 1);
    } = 4;

    /// <summary>What the square of a filter weight costs, as of <see cref="RegularisedCspLda.Penalty"/>; 0 by default, as in the paper.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Penalty
    {
        get;
        init => field = HyperParameter.Within(value, 0, double.MaxValue);
    }

    /// <summary>Whether frequent classes count more in the discriminant; by trials by default.</summary>
    public ClassWeighting Weighting { get; init; }

    /// <inheritdoc/>
    public override string Name => "fbcsp-lda";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty
        .Add("lowHz", LowHz).Add("highHz", HighHz).Add("widthHz", WidthHz).Add("order", Order).Add("warmUpSeconds", WarmUpSeconds)
        .Add("pairCount", PairCount).Add("featureCount", FeatureCount).Add("penalty", Penalty).With(Weighting);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        var bank = BandBank.Of(this, trials.Stream.RateHz);
        return FitFault.Guard(Name, () => new FilterBankFit(this, bank, trials).Run());
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => FitFault.GuardModel(Name, () =>
    {
        var decoder = new FilterBankCspLda
        {
            LowHz = content.Parameter("lowHz"),
            HighHz = content.Parameter("highHz"),
            WidthHz = content.Parameter("widthHz"),
            Order = (int)content.Parameter("order"),
            WarmUpSeconds = content.Parameter("warmUpSeconds"),
            PairCount = (int)content.Parameter("pairCount"),
            FeatureCount = (int)content.Parameter("featureCount"),
            Penalty = content.Parameter("penalty"),
            Weighting = ClassWeights.In(content),
        };
        int channels = content.Stream.ChannelCount, classes = content.Classes.Length;
        var filters = content.Array("filters", -1, channels);
        var count = filters.Shape[0];
        var bands = content.Array("bands", count);
        var discriminant = ShrinkageDiscriminant.Of(
            new(classes, count, [.. content.Array("weights", classes, count).Values]), [.. content.Array("intercepts", classes).Values]);
        var features = BankedFilters.Of(
            BandBank.Of(decoder, content.Stream.RateHz), new Matrix(count, channels, [.. filters.Values]), [.. bands.Values.Select(b => (int)b)]);
        return new FittedFilterBankCspLda(decoder, content.Stream, content.SampleCount, content.Classes, features, discriminant);
    });
}
