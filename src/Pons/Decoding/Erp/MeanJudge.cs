using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>The nearest affine-invariant class mean; probabilities are the softmax of minus the squared distances.</summary>
internal sealed class MeanJudge(Matrix[] means) : CovarianceJudge
{
    private readonly TangentSpace[] _spaces = [.. means.Select(m => new TangentSpace(m))];

    public static MeanJudge Learn(Matrix[] matrices, int[] classIndices, int classCount) =>
        new([.. Enumerable.Range(0, classCount).Select(k => RiemannMean.Of(matrices.Where((_, i) => classIndices[i] == k).ToArray()))]);

    public static MeanJudge Restore(ModelContent content, int size)
    {
        var values = content.Array("means", content.Classes.Length, size, size).Values;
        return new([.. Enumerable.Range(0, content.Classes.Length)
            .Select(k => new Matrix(size, size, values.AsSpan(k * size * size, size * size).ToArray()))]);
    }

    public override double[] Probabilities(Matrix covariance)
    {
        var vector = new double[_spaces[0].Dimension];
        var scores = new double[_spaces.Length];
        for (var k = 0; k < scores.Length; k++)
        {
            _spaces[k].ToTangent(covariance, vector);
            scores[k] = -TensorPrimitives.SumOfSquares<double>(vector);
        }

        return Softmax.Of(scores);
    }

    public override IEnumerable<ModelArray> Arrays() =>
        [ModelArray.Of("means", means.SelectMany(m => m.Values.ToArray()).ToArray(), means.Length, means[0].Rows, means[0].Rows)];
}
