using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>Logistic regression in the tangent space at the mean of all training matrices.</summary>
internal sealed class TangentJudge(TangentSpace space, LogisticRegression regression) : CovarianceJudge
{
    public static TangentJudge Learn(Matrix[] matrices, int[] classIndices, int classCount, double inversePenalty)
    {
        var space = new TangentSpace(RiemannMean.Of(matrices));
        var vectors = new Matrix(matrices.Length, space.Dimension);
        for (var i = 0; i < matrices.Length; i++) space.ToTangent(matrices[i], vectors.Row(i));
        return new(space, LogisticRegression.Fit(vectors, classIndices, classCount, inversePenalty));
    }

    public static TangentJudge Restore(ModelContent content, int size)
    {
        var logits = content.Classes.Length == 2 ? 1 : content.Classes.Length;
        var dimension = size * (size + 1) / 2;
        return new(
            new(new(size, size, [.. content.Array("reference", size, size).Values])),
            LogisticRegression.Of(
                new(logits, dimension, [.. content.Array("weights", logits, dimension).Values]), [.. content.Array("intercepts", logits).Values]));
    }

    public override double[] Probabilities(Matrix covariance)
    {
        var vector = new double[space.Dimension];
        space.ToTangent(covariance, vector);
        return regression.Probabilities(vector);
    }

    public override IEnumerable<ModelArray> Arrays() =>
    [
        ModelArray.Of("reference", space.Reference.Values, space.Reference.Rows, space.Reference.Rows),
        ModelArray.Of("weights", regression.Weights.Values, regression.Weights.Rows, regression.Weights.Columns),
        ModelArray.Of("intercepts", regression.Intercepts, regression.Intercepts.Length),
    ];
}
