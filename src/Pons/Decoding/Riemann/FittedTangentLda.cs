using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Streams;

namespace Pons.Decoding.Riemann;

/// <summary>Fitted <see cref="TangentLda"/>.</summary>
internal sealed class FittedTangentLda(
    TangentLda decoder,
    StreamInfo stream,
    int sampleCount,
    ImmutableArray<ClassLabel> classes,
    TangentMap map,
    ShrinkageDiscriminant discriminant)
    : FittedTangentDecoder(decoder, stream, sampleCount, classes, map), ILinearScores
{
    public double[] Scores(Trial trial)
    {
        var vector = new double[Map.Dimension];
        Map.ToTangent(trial.Covariance.Matrix, vector);
        return discriminant.Scores(vector);
    }

    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        .. Map.LearntArrays,
        ModelArray.Of("weights", discriminant.Weights.Values, discriminant.Weights.Rows, discriminant.Weights.Columns),
        ModelArray.Of("intercepts", discriminant.Intercepts, discriminant.Intercepts.Length),
    ];

    protected override double[] OfVector(ReadOnlySpan<double> vector) => Softmax.Of(discriminant.Scores(vector));
}
