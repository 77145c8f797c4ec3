using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding.Riemann;

/// <summary>Fitted <see cref="TangentLr"/>.</summary>
internal sealed class FittedTangentLr(
    TangentLr decoder,
    StreamInfo stream,
    int sampleCount,
    ImmutableArray<ClassLabel> classes,
    Matrix basis,
    TangentSpace space,
    LogisticRegression regression)
    : FittedCovarianceDecoder(decoder, stream, sampleCount, classes)
{
    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        ModelArray.Of("basis", basis.Values, basis.Rows, basis.Columns),
        ModelArray.Of("reference", space.Reference.Values, basis.Rows, basis.Rows),
        ModelArray.Of("weights", regression.Weights.Values, regression.Weights.Rows, regression.Weights.Columns),
        ModelArray.Of("intercepts", regression.Intercepts, regression.Intercepts.Length),
    ];

    protected override double[] Probabilities(Covariance covariance)
    {
        var vector = new double[space.Dimension];
        space.ToTangent(Reduction.Of(covariance.Matrix, basis), vector);
        return regression.Probabilities(vector);
    }
}
