using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding.Spatial;

/// <summary>Fitted <see cref="CspLda"/>.</summary>
internal sealed class FittedCspLda(
    CspLda decoder,
    StreamInfo stream,
    int sampleCount,
    ImmutableArray<ClassLabel> classes,
    Matrix filters,
    ShrinkageDiscriminant discriminant)
    : FittedCovarianceDecoder(decoder, stream, sampleCount, classes)
{
    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        ModelArray.Of("filters", filters.Values, filters.Rows, filters.Columns),
        ModelArray.Of("weights", discriminant.Weights.Values, discriminant.Weights.Rows, discriminant.Weights.Columns),
        ModelArray.Of("intercepts", discriminant.Intercepts, discriminant.Intercepts.Length),
    ];

    protected override double[] Probabilities(Covariance covariance)
    {
        Span<double> features = new double[filters.Rows];
        CommonSpatialPatterns.LogPowers(filters, covariance.Matrix, features);
        return Softmax.Of(discriminant.Scores(features));
    }
}
