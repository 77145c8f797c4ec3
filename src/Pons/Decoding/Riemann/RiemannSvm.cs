using System.Collections.Immutable;
using Pons.Decoding.Linear;

namespace Pons.Decoding.Riemann;

/// <summary>
/// Support vector machine with a Gaussian kernel of the Log-Euclidean distance between covariances that are whitened by their
/// affine-invariant mean (Jayasumana et al. 2015, doi 10.1109/TPAMI.2015.2414422: positive definite for any width; the linear kernel of
/// Barachant et al. 2013, doi 10.1016/j.neucom.2012.12.039, is <see cref="TangentSvm"/>). For classes that no plane separates.
/// Probabilities as of <see cref="TangentSvm"/>. Needs two trials of each class.
/// </summary>
public sealed record RiemannSvm : Decoder
{
    /// <summary>C: the most that one trial may count, against the penalty on the weights; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double InversePenalty
    {
        get;
        init => field = HyperParameter.Positive(value);
    } = 1;

    /// <summary>γ of exp(−γ d²) in units of 1 / (length of a tangent vector · variance of its values); 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double Width
    {
        get;
        init => field = HyperParameter.Positive(value);
    } = 1;

    /// <summary>Whether frequent classes count more; by trials by default.</summary>
    public ClassWeighting Weighting { get; init; }

    /// <inheritdoc/>
    public override string Name => "riemann-svm";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("inversePenalty", InversePenalty).Add("width", Width).With(Weighting);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledCovariances.Of(trials, leastTrialsPerClass: 2, Name);
        return FitFault.Guard(Name, () =>
        {
            var tangent = TangentVectors.Of(data);
            var machines = GaussianMachines.Fit(
                tangent.Vectors, data.ClassIndices, data.Classes.Length, InversePenalty, Width, Weighting);
            return new FittedRiemannSvm(
                this, trials.Stream, trials.SampleCount, data.Classes, new(data.Basis.Vectors, tangent.Space), machines);
        });
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => FitFault.GuardModel(Name, () =>
    {
        var map = TangentMap.Of(content, content.Stream.ChannelCount);
        var decoder = new RiemannSvm
        {
            InversePenalty = content.Parameter("inversePenalty"),
            Width = content.Parameter("width"),
            Weighting = ClassWeights.In(content),
        };
        return new FittedRiemannSvm(
            decoder, content.Stream, content.SampleCount, content.Classes, map, GaussianMachines.Of(content, map.Dimension));
    });
}
