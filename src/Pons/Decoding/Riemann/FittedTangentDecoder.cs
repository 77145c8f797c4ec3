using System.Buffers;
using System.Collections.Immutable;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding.Riemann;

/// <summary>A fitted decoder that sees of a trial only the tangent vector of its covariance.</summary>
internal abstract class FittedTangentDecoder(
    Decoder decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, TangentMap map)
    : FittedCovarianceDecoder(decoder, stream, sampleCount, classes)
{
    protected TangentMap Map => map;

    protected sealed override double[] Probabilities(Matrix covariance)
    {
        var rented = ArrayPool<double>.Shared.Rent(map.Dimension);
        try
        {
            var vector = rented.AsSpan(0, map.Dimension);
            map.ToTangent(covariance, vector);
            return OfVector(vector);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>One probability a class.</summary>
    protected abstract double[] OfVector(ReadOnlySpan<double> vector);
}
