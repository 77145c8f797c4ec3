using System.Collections.Immutable;
using Pons.Decoding.Linear;

namespace Pons.Decoding.Riemann;

/// <summary>
/// Linear support vector machine in the tangent space at the affine-invariant mean of the training trials, which is the Riemannian kernel
/// tr(log(R^−½ A R^−½) · log(R^−½ B R^−½)) of Barachant et al. 2013 (doi 10.1016/j.neucom.2012.12.039). More than two classes are decided
/// pair by pair. Probabilities come from margins of left-out training trials by the slope of Platt 1999 without his offset, and are coupled
/// by Wu, Lin and Weng 2004: with two classes the probable class is always that of the margin's sign. Needs two trials of each class.
/// </summary>
public sealed record TangentSvm : Decoder
{
    /// <summary>C: the most that one trial may count, against the penalty on the weights; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double InversePenalty
    {
        get;
        init => field = HyperParameter.Positive(value);
    } = 1;

    /// <summary>Whether frequent classes count more; by trials by default.</summary>
    public ClassWeighting Weighting { get; init; }

    /// <inheritdoc/>
    public override string Name => "tangent-svm";

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
            var machines = LinearMachines.Fit(tangent.Vectors, data.ClassIndices, data.Classes.Length, InversePenalty, Weighting);
            return new FittedTangentSvm(
                this, trials.Stream, trials.SampleCount, data.Classes, new(data.Basis.Vectors, tangent.Space), machines);
        });
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => FitFault.GuardModel(Name, () =>
    {
        var map = TangentMap.Of(content, content.Stream.ChannelCount);
        var decoder = new TangentSvm { InversePenalty = content.Parameter("inversePenalty"), Weighting = ClassWeights.In(content) };
        return new FittedTangentSvm(
            decoder, content.Stream, content.SampleCount, content.Classes, map, LinearMachines.Of(content, map.Dimension));
    });
}
