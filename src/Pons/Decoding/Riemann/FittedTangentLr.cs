using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Streams;

namespace Pons.Decoding.Riemann;

/// <summary>Fitted <see cref="TangentLr"/>.</summary>
internal sealed class FittedTangentLr(
    TangentLr decoder,
    StreamInfo stream,
    int sampleCount,
    ImmutableArray<ClassLabel> classes,
    TangentMap map,
    LogisticRegression regression)
    : FittedTangentDecoder(decoder, stream, sampleCount, classes, map)
{
    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        .. Map.LearntArrays,
        ModelArray.Of("weights", regression.Weights.Values, regression.Weights.Rows, regression.Weights.Columns),
        ModelArray.Of("intercepts", regression.Intercepts, regression.Intercepts.Length),
    ];

    protected override double[] OfVector(ReadOnlySpan<double> vector) => regression.Probabilities(vector);
}
