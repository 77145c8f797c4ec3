using System.Collections.Immutable;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding;

/// <summary>A fitted decoder that sees of a trial only its covariance with OAS shrinkage.</summary>
internal abstract class FittedCovarianceDecoder(Decoder decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes)
    : FittedDecoder(decoder, stream, sampleCount, classes)
{
    protected sealed override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount) =>
        Probabilities(new OasCovariance().Matrix(signal, Stream.ChannelCount));

    protected sealed override double[] Probabilities(Trial trial) => Probabilities(trial.Covariance.Matrix);

    protected abstract double[] Probabilities(Matrix covariance);
}
