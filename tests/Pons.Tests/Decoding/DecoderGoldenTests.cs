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
    public void Filtered_mdm_gives_the_reference_classes()
    {
        var model = new FilteredMdm().Fit(ReferenceTrials.Train);
        Classifiers.AssertEqual("fgmdm.pred", [.. ReferenceTrials.Test.Trials.Select(t => (double)model.Predict(t).Index)]);
    }

    /// <summary>
    /// At the mean the sum is 0; the reference number, 2.2e-8, is what is left where the reference's descent stops. Its tolerance of 1e-5
    /// is finer than its own rounding: with trials or channels in another order the reference differs from itself by up to 7e-5.
    /// </summary>
    [Fact]
    public void Tangent_vectors_sum_to_the_reference()
    {
        var matrices = ReferenceTrials.All.Trials.Select(t => t.Covariance.Matrix).ToArray();
        Classifiers.AssertEqual("T.sum", [TangentVectors(matrices, DescentMean(matrices)).Values.ToArray().Sum()], 1e-4);
        Assert.InRange(TangentVectors().Values.ToArray().Sum(), -1e-6, 1e-6);
    }

    [Fact]
    public void Linear_support_vector_machine_gives_the_reference_margins()
    {
        var (train, test, classes) = TwoAgainstOne();
        var machines = LinearMachines.Fit(train, classes, 2, 1, Pons.Decoding.ClassWeighting.ByTrials);
        Classifiers.AssertEqual("svc.linear.decision", [.. Enumerable.Range(0, 20).Select(i => machines.Margins(test.Row(i))[0])]);
    }

    [Fact]
    public void Gaussian_support_vector_machine_gives_the_reference_margins()
    {
        var (train, test, classes) = TwoAgainstOne();
        var machines = GaussianMachines.Fit(train, classes, 2, 1, 1, Pons.Decoding.ClassWeighting.ByTrials);
        Classifiers.AssertEqual("svc.rbf.decision", [.. Enumerable.Range(0, 20).Select(i => machines.Margins(test.Row(i))[0])]);
    }

    [Fact]
    public void Common_spatial_patterns_have_the_reference_eigenvalues()
    {
        var means = ReferenceTrials.TwoClasses.Trials.GroupBy(t => t.Label).OrderBy(g => g.Key!.Value)
            .Select(g => EuclideanMean.Of([.. g.Select(t => t.Covariance.Matrix)])).ToArray();
        var composite = new Matrix(6, 6, [.. means[0].Values.ToArray().Zip(means[1].Values.ToArray(), (a, b) => a + b)]);
        ReferenceFile.Read("spatial-filters").AssertEqual("csp.gen_eigvals", GeneralizedEigen.Of(means[1], composite).Values);
    }

    [Fact]
    public void Shrinkage_intensities_equal_the_reference()
    {
        var vectors = TangentVectors().Transpose();
        Classifiers.AssertEqual("lw.shrinkage", [new LedoitWolfCovariance().Estimate(vectors.Values, vectors.Rows).Shrinkage]);
        Classifiers.AssertEqual("oas.shrinkage", [new OasCovariance().Estimate(vectors.Values, vectors.Rows).Shrinkage]);
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
        return TangentVectors(matrices, RiemannMean.Of(matrices));
    }

    private static Matrix TangentVectors(Matrix[] matrices, Matrix mean)
    {
        var space = new TangentSpace(mean);
        var vectors = new Matrix(60, space.Dimension);
        for (var i = 0; i < 60; i++) space.ToTangent(matrices[i], vectors.Row(i));
        return vectors;
    }

    /// <summary>The mean by gradient steps that shrink as they go, stopped where the gradient is at most 1e-8, as the reference does it.</summary>
    private static Matrix DescentMean(Matrix[] matrices)
    {
        var mean = EuclideanMean.Of(matrices);
        double step = 1, least = double.MaxValue, norm = 1;
        for (var k = 0; k < 50 && norm > 1e-8; k++)
        {
            var whitener = SpdFunction.InverseSqrt(mean);
            var gradient = EuclideanMean.Of([.. matrices.Select(m => SpdFunction.Log(MatrixProduct.Congruence(whitener, m)))]);
            var towards = new Matrix(6, 6, [.. gradient.Values.ToArray().Select(v => step * v)]);
            mean = MatrixProduct.Congruence(SpdFunction.Sqrt(mean), SpdFunction.Exp(towards));
            norm = Math.Sqrt(gradient.Values.ToArray().Sum(v => v * v));
            var length = step * norm;
            step *= length < least ? 0.95 : 0.5;
            least = Math.Min(least, length);
        }

        return mean;
    }

    /// <summary>All vectors of classes 0 and 1 to learn from, and those of class 2 to apply the machine to.</summary>
    private static (Matrix Train, Matrix Test, int[] Classes) TwoAgainstOne()
    {
        var vectors = TangentVectors();
        int[] train = [.. Enumerable.Range(0, 60).Where(i => i % 3 < 2)], test = [.. Enumerable.Range(0, 60).Where(i => i % 3 == 2)];
        return (Chosen(vectors, train), Chosen(vectors, test), [.. train.Select(i => i % 3)]);
    }

    private static Matrix Chosen(Matrix matrix, int[] rows) =>
        new(rows.Length, matrix.Columns, [.. rows.SelectMany(r => matrix.Row(r).ToArray())]);

    private static Matrix Rows(Matrix matrix, int first, int count) =>
        new(count, matrix.Columns, [.. matrix.Values.Slice(first * matrix.Columns, count * matrix.Columns)]);
}
