using System.Collections.Immutable;
using Pons.Decoding.Linear;

namespace Pons.Decoding.Riemann;

/// <summary>
/// Logistic regression in the tangent space at the affine-invariant mean of the training trials (Barachant et al. 2013,
/// doi 10.1016/j.neucom.2012.12.039, with another classifier). The strongest plain decoder of power. Needs two trials of each class.
/// </summary>
public sealed record TangentLr : Decoder
{
    /// <summary>C: weight of the data against the penalty on the weights; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double InversePenalty
    {
        get;
        init => field = HyperParameter.Positive(value);
    } = 1;

    /// <summary>Whether frequent classes count more; by trials by default.</summary>
    public ClassWeighting Weighting { get; init; }

    /// <inheritdoc/>
    public override string Name => "tangent-lr";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("inversePenalty", InversePenalty).With(Weighting);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledCovariances.Of(trials, leastTrialsPerClass: 2, Name);
        return FitFault.Guard(Name, () =>
        {
            var tangent = TangentVectors.Of(data);
            var regression = LogisticRegression.Fit(tangent.Vectors, data.ClassIndices, data.Classes.Length, InversePenalty, Weighting);
            return new FittedTangentLr(
                this, trials.Stream, trials.SampleCount, data.Classes, new(data.Basis.Vectors, tangent.Space), regression);
        });
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => FitFault.GuardModel(Name, () =>
    {
        var map = TangentMap.Of(content, content.Stream.ChannelCount);
        var logits = content.Classes.Length == 2 ? 1 : content.Classes.Length;
        var weights = content.Array("weights", logits, map.Dimension);
        var intercepts = content.Array("intercepts", logits);
        var decoder = new TangentLr { InversePenalty = content.Parameter("inversePenalty"), Weighting = ClassWeights.In(content) };
        return new FittedTangentLr(
            decoder, content.Stream, content.SampleCount, content.Classes, map,
            LogisticRegression.Of(new(logits, map.Dimension, [.. weights.Values]), [.. intercepts.Values]));
    });
}
