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
        try
        {
            var means = data.Classes.Select((_, k) => EuclideanMean.Of(data.OfClass(k))).ToArray();
            var filters = CommonSpatialPatterns.Of(means, FilterCount);
            var features = new Matrix(data.Matrices.Length, filters.Rows);
            for (var i = 0; i < data.Matrices.Length; i++) CommonSpatialPatterns.LogPowers(filters, data.Matrices[i], features.Row(i));
            var discriminant = ShrinkageDiscriminant.Fit(features, data.ClassIndices, data.Classes.Length, Weighting);
            // The filters go to channel space, so deciding needs no basis.
            return new FittedCspLda(
                this, trials.Stream, trials.SampleCount, data.Classes, MatrixProduct.Multiply(filters, data.Basis.Vectors), discriminant);
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"{Name} cannot be fitted: {fault.What}", fault.Why, fault.Remedy, fault);
        }
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        var channels = content.Stream.ChannelCount;
        var filters = content.Array("filters", -1, channels);
        var count = filters.Shape[0];
        var weights = content.Array("weights", content.Classes.Length, count);
        var intercepts = content.Array("intercepts", content.Classes.Length);
        var decoder = new CspLda { FilterCount = (int)content.Parameter("filterCount"), Weighting = ClassWeights.In(content) };
        var discriminant = ShrinkageDiscriminant.Of(new(content.Classes.Length, count, [.. weights.Values]), [.. intercepts.Values]);
        return new FittedCspLda(
            decoder, content.Stream, content.SampleCount, content.Classes, new(count, channels, [.. filters.Values]), discriminant);
    }
}
