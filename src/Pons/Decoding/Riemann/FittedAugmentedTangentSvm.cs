using System.Buffers;
using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Streams;

namespace Pons.Decoding.Riemann;

/// <summary>Fitted <see cref="AugmentedTangentSvm"/>.</summary>
internal sealed class FittedAugmentedTangentSvm(
    AugmentedTangentSvm decoder,
    StreamInfo stream,
    int sampleCount,
    ImmutableArray<ClassLabel> classes,
    DelayEmbedding embedding,
    TangentMap map,
    LinearMachines machines)
    : FittedDecoder(decoder, stream, sampleCount, classes)
{
    protected override ImmutableArray<ModelArray> LearntArrays() => [.. map.LearntArrays, .. machines.LearntArrays];

    protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount)
    {
        var covariance = embedding.Covariance(signal, Stream.ChannelCount);
        var rented = ArrayPool<double>.Shared.Rent(map.Dimension);
        try
        {
            var vector = rented.AsSpan(0, map.Dimension);
            map.ToTangent(covariance.Matrix, vector);
            return machines.Probabilities(vector);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }
}
