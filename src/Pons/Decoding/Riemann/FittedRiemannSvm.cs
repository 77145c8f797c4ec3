using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Streams;

namespace Pons.Decoding.Riemann;

/// <summary>Fitted <see cref="RiemannSvm"/>.</summary>
internal sealed class FittedRiemannSvm(
    RiemannSvm decoder,
    StreamInfo stream,
    int sampleCount,
    ImmutableArray<ClassLabel> classes,
    TangentMap map,
    GaussianMachines machines)
    : FittedTangentDecoder(decoder, stream, sampleCount, classes, map)
{
    protected override ImmutableArray<ModelArray> LearntArrays() => [.. Map.LearntArrays, .. machines.LearntArrays];

    protected override double[] OfVector(ReadOnlySpan<double> vector) => machines.Probabilities(vector);
}
