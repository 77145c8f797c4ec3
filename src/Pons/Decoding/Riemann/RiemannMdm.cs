using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Riemann;

/// <summary>
/// Minimum distance to the mean (Barachant et al. 2012, doi 10.1109/TBME.2011.2172210): the class whose affine-invariant mean
/// covariance is nearest. Probabilities are the softmax of minus the squared distances. Works from one trial of each class.
/// </summary>
public sealed record RiemannMdm : Decoder
{
    /// <inheritdoc/>
    public override string Name => "riemann-mdm";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty;

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledCovariances.Of(trials, leastTrialsPerClass: 1, Name);
        try
        {
            var means = data.Classes.Select((_, k) => RiemannMean.Of(data.OfClass(k))).ToArray();
            return new FittedRiemannMdm(this, trials.Stream, trials.SampleCount, data.Classes, data.Basis.Vectors, means);
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"{Name} cannot be fitted: {fault.What}", fault.Why, fault.Remedy, fault);
        }
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        var basis = content.Array("basis", -1, content.Stream.ChannelCount);
        var rank = basis.Shape[0];
        var means = content.Array("means", content.Classes.Length, rank, rank);
        var matrices = Enumerable.Range(0, content.Classes.Length)
            .Select(k => new Matrix(rank, rank, [.. means.Values.AsSpan(k * rank * rank, rank * rank)])).ToArray();
        try
        {
            var vectors = new Matrix(rank, content.Stream.ChannelCount, [.. basis.Values]);
            return new FittedRiemannMdm(new(), content.Stream, content.SampleCount, content.Classes, vectors, matrices);
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"The model of decoder '{Name}' cannot be used: {fault.What}", fault.Why, "Train again.", fault);
        }
    }
}
