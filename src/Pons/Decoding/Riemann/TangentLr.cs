using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Riemann;

/// <summary>
/// Logistic regression in the tangent space at the affine-invariant mean of the training trials (Barachant et al. 2013,
/// doi 10.1016/j.neucom.2012.12.039, with another classifier). The strongest plain decoder of power. Needs two trials of each class.
/// </summary>
public sealed record TangentLr : Decoder
{
    private readonly double _inversePenalty = 1;

    /// <summary>C: weight of the data against the penalty on the weights; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double InversePenalty
    {
        get => _inversePenalty;
        init
        {
            if (!(value > 0 && double.IsFinite(value)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive and finite.");
            _inversePenalty = value;
        }
    }

    /// <inheritdoc/>
    public override string Name => "tangent-lr";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("inversePenalty", InversePenalty);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledCovariances.Of(trials, leastTrialsPerClass: 2, Name);
        try
        {
            var space = new TangentSpace(RiemannMean.Of(data.Matrices));
            var vectors = new Matrix(data.Matrices.Length, space.Dimension);
            for (var i = 0; i < data.Matrices.Length; i++) space.ToTangent(data.Matrices[i], vectors.Row(i));
            var regression = LogisticRegression.Fit(vectors, data.ClassIndices, data.Classes.Length, InversePenalty);
            return new FittedTangentLr(this, trials.Stream, trials.SampleCount, data.Classes, data.Basis.Vectors, space, regression);
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
        var logits = content.Classes.Length == 2 ? 1 : content.Classes.Length;
        var dimension = rank * (rank + 1) / 2;
        var reference = content.Array("reference", rank, rank);
        var weights = content.Array("weights", logits, dimension);
        var intercepts = content.Array("intercepts", logits);
        try
        {
            return new FittedTangentLr(
                new() { InversePenalty = content.Parameter("inversePenalty") }, content.Stream, content.SampleCount, content.Classes,
                new(rank, content.Stream.ChannelCount, [.. basis.Values]), new(new(rank, rank, [.. reference.Values])),
                LogisticRegression.Of(new(logits, dimension, [.. weights.Values]), [.. intercepts.Values]));
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"The model of decoder '{Name}' cannot be used: {fault.What}", fault.Why, "Train again.", fault);
        }
    }
}
