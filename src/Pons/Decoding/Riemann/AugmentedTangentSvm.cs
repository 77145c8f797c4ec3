using System.Collections.Immutable;
using Pons.Decoding.Linear;

namespace Pons.Decoding.Riemann;

/// <summary>
/// Augmented covariance method (Carrara and Papadopoulo 2024, IEEE TBME, doi 10.48550/arXiv.2302.04508): channels beside delayed
/// copies of themselves, so that covariances hold auto- and cross-correlation too; then a linear support vector machine in tangent space,
/// as <see cref="TangentSvm"/>. The paper searches order and lag by cross-validation; here they are parameters, to be tuned inside the
/// training trials. Time and memory grow with (order · channels)³. Needs two trials of each class.
/// </summary>
public sealed record AugmentedTangentSvm : Decoder
{
    /// <summary>Copies of each channel, the undelayed one included; 3 by default, 1 is <see cref="TangentSvm"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Order
    {
        get;
        init => field = HyperParameter.AtLeast(value, 1);
    } = 3;

    /// <summary>From one copy to the next in seconds, rounded to whole samples; 20 ms by default, a quarter of a cycle at 12.5 Hz.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double LagSeconds
    {
        get;
        init => field = HyperParameter.Positive(value);
    } = 0.02;

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
    public override string Name => "acm-tangent-svm";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty
        .Add("order", Order).Add("lagSeconds", LagSeconds).Add("inversePenalty", InversePenalty).With(Weighting);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        var embedding = DelayEmbedding.Of(Order, LagSeconds, trials.Stream.RateHz, Name);
        var data = LabelledCovariances.Of(
            trials, leastTrialsPerClass: 2, Name, t => embedding.Covariance(t.Signal.Span, t.ChannelCount));
        return FitFault.Guard(Name, () =>
        {
            var tangent = TangentVectors.Of(data);
            var machines = LinearMachines.Fit(tangent.Vectors, data.ClassIndices, data.Classes.Length, InversePenalty, Weighting);
            return new FittedAugmentedTangentSvm(
                this, trials.Stream, trials.SampleCount, data.Classes, embedding, new(data.Basis.Vectors, tangent.Space), machines);
        });
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => FitFault.GuardModel(Name, () =>
    {
        var decoder = new AugmentedTangentSvm
        {
            Order = (int)content.Parameter("order"),
            LagSeconds = content.Parameter("lagSeconds"),
            InversePenalty = content.Parameter("inversePenalty"),
            Weighting = ClassWeights.In(content),
        };
        var embedding = DelayEmbedding.Of(decoder.Order, decoder.LagSeconds, content.Stream.RateHz, Name);
        var map = TangentMap.Of(content, decoder.Order * content.Stream.ChannelCount);
        return new FittedAugmentedTangentSvm(
            decoder, content.Stream, content.SampleCount, content.Classes, embedding, map, LinearMachines.Of(content, map.Dimension));
    });
}
