using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Streams;

namespace Pons.Decoding.Spatial;

/// <summary>Fitted <see cref="FilterBankCspLda"/>.</summary>
internal sealed class FittedFilterBankCspLda(
    FilterBankCspLda decoder,
    StreamInfo stream,
    int sampleCount,
    ImmutableArray<ClassLabel> classes,
    BankedFilters features,
    ShrinkageDiscriminant discriminant)
    : FittedDecoder(decoder, stream, sampleCount, classes)
{
    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        ModelArray.Of("filters", features.Filters.Values, features.Filters.Rows, features.Filters.Columns),
        ModelArray.Of("bands", [.. features.Bands.Select(b => (double)b)], features.Bands.Length),
        ModelArray.Of("weights", discriminant.Weights.Values, discriminant.Weights.Rows, discriminant.Weights.Columns),
        ModelArray.Of("intercepts", discriminant.Intercepts, discriminant.Intercepts.Length),
    ];

    protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount)
    {
        var vector = new double[features.Bands.Length];
        features.LogVariances(signal, vector);
        return Softmax.Of(discriminant.Scores(vector));
    }
}
