using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding.Riemann;

/// <summary>Fitted <see cref="FilteredMdm"/>.</summary>
internal sealed class FittedFilteredMdm : FittedTangentDecoder
{
    private readonly Matrix _directions;
    private readonly Matrix[] _means;
    private readonly TangentSpace[] _spaces;

    public FittedFilteredMdm(
        FilteredMdm decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, TangentMap map, Matrix directions,
        Matrix[] means)
        : base(decoder, stream, sampleCount, classes, map)
    {
        _directions = directions;
        _means = means;
        _spaces = [.. means.Select(m => new TangentSpace(m))];
    }

    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        .. Map.LearntArrays,
        ModelArray.Of("directions", _directions.Values, _directions.Rows, _directions.Columns),
        ModelArray.Of("means", _means.SelectMany(m => m.Values.ToArray()).ToArray(), _means.Length, Map.Rank, Map.Rank),
    ];

    protected override double[] OfVector(ReadOnlySpan<double> vector)
    {
        var work = vector.ToArray();
        GeodesicFilter.Apply(_directions, work);
        var filtered = Map.Space.FromTangent(work);
        var scores = new double[_spaces.Length];
        for (var k = 0; k < scores.Length; k++)
        {
            // The norm of the tangent vector at the mean is the distance to it.
            _spaces[k].ToTangent(filtered, work);
            scores[k] = -TensorPrimitives.SumOfSquares<double>(work);
        }

        return Softmax.Of(scores);
    }
}
