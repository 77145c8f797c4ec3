using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Streams;

namespace Pons.Decoding.Spectral;

/// <summary>A fitted <see cref="BandPowerLda"/>.</summary>
internal sealed class FittedBandPowerLda(
    BandPowerLda decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, LogBandPowers powers, ShrinkageDiscriminant discriminant)
    : FittedDecoder(decoder, stream, sampleCount, classes)
{
    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        ModelArray.Of("weights", discriminant.Weights.Values, discriminant.Weights.Rows, discriminant.Weights.Columns),
        ModelArray.Of("intercepts", discriminant.Intercepts, discriminant.Intercepts.Length),
    ];

    protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount)
    {
        var features = new double[powers.Count];
        powers.Extract(signal, sampleCount, features);
        return Softmax.Of(discriminant.Scores(features));
    }
}
