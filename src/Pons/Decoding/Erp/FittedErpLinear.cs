using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Streams;

namespace Pons.Decoding.Erp;

/// <summary>A fitted <see cref="ErpLinearDecoder"/>.</summary>
internal sealed class FittedErpLinear(
    ErpLinearDecoder decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, EpochFeatures features,
    ShrinkageDiscriminant discriminant)
    : FittedDecoder(decoder, stream, sampleCount, classes)
{
    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        .. features.Filters is { } f ? [ModelArray.Of("filters", f.Values, f.Rows, f.Columns)] : Array.Empty<ModelArray>(),
        ModelArray.Of("weights", discriminant.Weights.Values, discriminant.Weights.Rows, discriminant.Weights.Columns),
        ModelArray.Of("intercepts", discriminant.Intercepts, discriminant.Intercepts.Length),
    ];

    protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount)
    {
        EpochLength.Require(this, sampleCount);
        if (signal.IndexOfAnyExcept(0) < 0) throw EpochLength.NoSignal();
        var vector = new double[discriminant.Weights.Columns];
        features.Extract(signal, sampleCount, vector);
        return Softmax.Of(discriminant.Scores(vector));
    }
}
