using System.Collections.Immutable;
using Pons.Decoding.Linear;

namespace Pons.Decoding.Riemann;

/// <summary>
/// Linear discriminant analysis with Ledoit–Wolf shrinkage in the tangent space at the affine-invariant mean of the training trials
/// (Barachant et al. 2012, doi 10.1109/TBME.2011.2172210). Probabilities are those of normal classes with one covariance; with many more
/// features than trials they are far too certain, and wait for calibration. Needs three trials of each class.
/// </summary>
public sealed record TangentLda : Decoder
{
    /// <summary>Whether frequent classes count more, in priors and covariance; by trials by default.</summary>
    public ClassWeighting Weighting { get; init; }

    /// <inheritdoc/>
    public override string Name => "tangent-lda";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty.With(Weighting);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledCovariances.Of(trials, leastTrialsPerClass: 3, Name);
        return FitFault.Guard(Name, () =>
        {
            var tangent = TangentVectors.Of(data);
            var discriminant = ShrinkageDiscriminant.Fit(tangent.Vectors, data.ClassIndices, data.Classes.Length, Weighting);
            return new FittedTangentLda(
                this, trials.Stream, trials.SampleCount, data.Classes, new(data.Basis.Vectors, tangent.Space), discriminant);
        });
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => FitFault.GuardModel(Name, () =>
    {
        var map = TangentMap.Of(content, content.Stream.ChannelCount);
        var classes = content.Classes.Length;
        var weights = content.Array("weights", classes, map.Dimension);
        var intercepts = content.Array("intercepts", classes);
        return new FittedTangentLda(
            new() { Weighting = ClassWeights.In(content) }, content.Stream, content.SampleCount, content.Classes, map,
            ShrinkageDiscriminant.Of(new(classes, map.Dimension, [.. weights.Values]), [.. intercepts.Values]));
    });
}
