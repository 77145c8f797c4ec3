using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding.Riemann;

/// <summary>Fitted <see cref="RiemannMdm"/>.</summary>
internal sealed class FittedRiemannMdm : FittedCovarianceDecoder
{
    private readonly Matrix _basis;
    private readonly Matrix[] _means;
    private readonly TangentSpace[] _spaces;

    public FittedRiemannMdm(
        RiemannMdm decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, Matrix basis, Matrix[] means)
        : base(decoder, stream, sampleCount, classes)
    {
        _basis = basis;
        _means = means;
        _spaces = [.. means.Select(m => new TangentSpace(m))];
    }

    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        ModelArray.Of("basis", _basis.Values, _basis.Rows, _basis.Columns),
        ModelArray.Of("means", _means.SelectMany(m => m.Values.ToArray()).ToArray(), _means.Length, _basis.Rows, _basis.Rows),
    ];

    protected override double[] Probabilities(Matrix covariance)
    {
        var reduced = Reduction.Of(covariance, _basis);
        var vector = new double[_spaces[0].Dimension];
        var scores = new double[_spaces.Length];
        for (var k = 0; k < scores.Length; k++)
        {
            // The norm of the tangent vector at the mean is the distance to it.
            _spaces[k].ToTangent(reduced, vector);
            scores[k] = -TensorPrimitives.SumOfSquares<double>(vector);
        }

        return Softmax.Of(scores);
    }
}
