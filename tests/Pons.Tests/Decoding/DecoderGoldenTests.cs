using Pons.Decoding.Linear;
using Pons.Decoding.Riemann;
using Pons.Decoding.Spatial;
using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding;

public sealed class DecoderGoldenTests
{
    private static readonly ReferenceFile Classifiers = ReferenceFile.Read("classifiers");
    private static readonly int[] Classes = [.. Enumerable.Range(0, 60).Select(i => i % 3)];

    [Fact]
    public void Riemann_mdm_gives_the_reference_probabilities()
    {
        var model = new RiemannMdm().Fit(ReferenceTrials.Train);
        var predictions = ReferenceTrials.Test.Trials.Select(model.Predict).ToArray();
        Classifiers.AssertEqual("mdm.proba", [.. predictions.SelectMany(p => p.Probabilities)]);
        Classifiers.AssertEqual("mdm.pred", [.. predictions.Select(p => (double)p.Index)]);
    }

    [Fact]
    public void Logistic_regression_gives_the_reference_probabilities_and_norm()
    {
        var vectors = TangentVectors();
        var fit = LogisticRegression.Fit(Rows(vectors, 0, 45), Classes[..45], 3, 1);
        Classifiers.AssertEqual("logreg.norm_coef", [Math.Sqrt(fit.Weights.Values.ToArray().Sum(w => w * w))]);
        Classifiers.AssertEqual("logreg.proba", [.. Enumerable.Range(45, 15).SelectMany(i => fit.Probabilities(vectors.Row(i)))]);
    }

    [Fact]
    public void Shrinkage_discriminant_gives_the_reference_scores_and_probabilities()
    {
        var vectors = TangentVectors();
        var fit = ShrinkageDiscriminant.Fit(Rows(vectors, 0, 45), Classes[..45], 3);
        var scores = Enumerable.Range(45, 15).Select(i => fit.Scores(vectors.Row(i))).ToArray();
        Classifiers.AssertEqual("slda.decision", [.. scores.SelectMany(s => s)]);
        Classifiers.AssertEqual("slda.proba", [.. scores.SelectMany(s => Pons.Decoding.Softmax.Of(s))]);
    }

    [Fact]
    public void Common_spatial_patterns_give_the_reference_features()
    {
        var trials = ReferenceTrials.TwoClasses.Trials;
        var classes = trials.GroupBy(t => t.Label).OrderBy(g => g.Key!.Value);
        var means = classes.Select(g => EuclideanMean.Of([.. g.Select(t => t.Covariance.Matrix)])).ToArray();
        var filters = CommonSpatialPatterns.Of(means, 4);
        var features = new double[5][];
        for (var i = 0; i < 5; i++) CommonSpatialPatterns.LogPowers(filters, trials[i].Covariance.Matrix, features[i] = new double[4]);
        ReferenceFile.Read("spatial-filters").AssertEqual("csp.features", [.. features.SelectMany(f => f)]);
    }

    private static Matrix TangentVectors()
    {
        var matrices = ReferenceTrials.All.Trials.Select(t => t.Covariance.Matrix).ToArray();
        var space = new TangentSpace(RiemannMean.Of(matrices));
        var vectors = new Matrix(60, space.Dimension);
        for (var i = 0; i < 60; i++) space.ToTangent(matrices[i], vectors.Row(i));
        return vectors;
    }

    private static Matrix Rows(Matrix matrix, int first, int count) =>
        new(count, matrix.Columns, [.. matrix.Values.Slice(first * matrix.Columns, count * matrix.Columns)]);
}
