using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding.Spatial;

/// <summary>Fitted <see cref="CspLda"/>, or a decoder that finds its spatial filters in another way.</summary>
internal sealed class FittedCspLda(
    Decoder decoder,
    StreamInfo stream,
    int sampleCount,
    ImmutableArray<ClassLabel> classes,
    Matrix filters,
    ShrinkageDiscriminant discriminant)
    : FittedCovarianceDecoder(decoder, stream, sampleCount, classes), ILinearScores
{
    /// <summary>From a model.</summary>
    public static FittedCspLda Of(Decoder decoder, ModelContent content)
    {
        var channels = content.Stream.ChannelCount;
        var filters = content.Array("filters", -1, channels);
        var count = filters.Shape[0];
        var weights = content.Array("weights", content.Classes.Length, count);
        var intercepts = content.Array("intercepts", content.Classes.Length);
        return new(
            decoder, content.Stream, content.SampleCount, content.Classes, new(count, channels, [.. filters.Values]),
            ShrinkageDiscriminant.Of(new(content.Classes.Length, count, [.. weights.Values]), [.. intercepts.Values]));
    }

    /// <summary>From filters within the basis of the data: learns the discriminant of the log powers behind them.</summary>
    public static FittedCspLda Fit(Decoder decoder, TrialSet trials, LabelledCovariances data, Matrix filters, ClassWeighting weighting)
    {
        var features = new Matrix(data.Matrices.Length, filters.Rows);
        for (var i = 0; i < data.Matrices.Length; i++) CommonSpatialPatterns.LogPowers(filters, data.Matrices[i], features.Row(i));
        var discriminant = ShrinkageDiscriminant.Fit(features, data.ClassIndices, data.Classes.Length, weighting);
        // The filters go to channel space, so deciding needs no basis.
        return new(
            decoder, trials.Stream, trials.SampleCount, data.Classes, MatrixProduct.Multiply(filters, data.Basis.Vectors), discriminant);
    }

    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        ModelArray.Of("filters", filters.Values, filters.Rows, filters.Columns),
        ModelArray.Of("weights", discriminant.Weights.Values, discriminant.Weights.Rows, discriminant.Weights.Columns),
        ModelArray.Of("intercepts", discriminant.Intercepts, discriminant.Intercepts.Length),
    ];

    public double[] Scores(Trial trial) => Scores(trial.Covariance.Matrix);

    protected override double[] Probabilities(Matrix covariance) => Softmax.Of(Scores(covariance));

    private double[] Scores(Matrix covariance)
    {
        Span<double> features = new double[filters.Rows];
        CommonSpatialPatterns.LogPowers(filters, covariance, features);
        return discriminant.Scores(features);
    }
}
