using FsCheck.Fluent;
using Pons.Decoding;
using Pons.Decoding.Linear;
using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding;

public sealed class DiscriminantTests
{
    /// <summary>
    /// With more features than trials the covariance is never formed. Features of weight zero change nothing, so that the same data on
    /// both sides of the border between the two forms must give the same scores.
    /// </summary>
    [Fact]
    public void Both_forms_of_the_covariance_give_the_same() => Prop.ForAll(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        const int Trials = 24, Features = 30;
        var vectors = new Matrix(Trials, Features, new SplitMix((ulong)seed).Gaussians(Trials * Features));
        int[] classes = [.. Enumerable.Range(0, Trials).Select(i => i % 3)];
        var fit = ShrinkageDiscriminant.Fit(vectors, classes, 3);
        var covariance = Dense(vectors, classes);
        var means = ClassMeans(vectors, classes);
        return Enumerable.Range(0, 3).All(k =>
        {
            var expected = new double[Features];
            Cholesky.Factor(covariance).Solve(means.Row(k), expected);
            return fit.Weights.Row(k).ToArray().Zip(expected).All(x => Math.Abs(x.First - x.Second) < 1e-8 * (1 + Math.Abs(x.Second)));
        });
    }).Holds();

    [Fact]
    public void Copies_of_one_trial_are_refused() =>
        Assert.Throws<GeometryException>(() => ShrinkageDiscriminant.Fit(new(4, 6, new double[24]), [0, 1, 0, 1], 2));

    /// <summary>A class that counts double is a class whose trials stand there twice.</summary>
    [Fact]
    public void Weights_of_classes_equal_copies_of_trials()
    {
        var random = new SplitMix(6);
        var few = new Matrix(30, 3, random.Gaussians(90));
        int[] classes = [.. Enumerable.Range(0, 30).Select(i => i < 20 ? 0 : 1)];
        int[] copied = [.. Enumerable.Range(0, 30), .. Enumerable.Range(20, 10)];
        var many = new Matrix(40, 3, [.. copied.SelectMany(i => few.Row(i).ToArray())]);
        var balanced = LogisticRegression.Fit(few, classes, 2, 4.0 / 3, ClassWeighting.Balanced);
        var repeated = LogisticRegression.Fit(many, [.. copied.Select(i => classes[i])], 2, 1);
        Assert.All(balanced.Weights.Values.ToArray().Zip(repeated.Weights.Values.ToArray()), w => Assert.Equal(w.Second, w.First, 7));
    }

    [Fact]
    public void Balanced_classes_have_equal_priors()
    {
        var vectors = new Matrix(40, 2, new SplitMix(9).Gaussians(80));
        int[] classes = [.. Enumerable.Range(0, 40).Select(i => i < 30 ? 0 : 1)];
        int Rare(ClassWeighting weighting)
        {
            var fit = ShrinkageDiscriminant.Fit(vectors, classes, 2, weighting);
            return Enumerable.Range(0, 40).Count(i => fit.Scores(vectors.Row(i)) is var s && s[1] > s[0]);
        }

        Assert.True(Rare(ClassWeighting.Balanced) > Rare(ClassWeighting.ByTrials) + 5);
    }

    [Fact]
    public void A_weighting_is_kept_in_the_model_only_where_it_is_set()
    {
        Assert.False(Decoders.Named("tangent-lr").Parameters.ContainsKey("balanced"));
        var balanced = new Pons.Decoding.Riemann.TangentLr { Weighting = ClassWeighting.Balanced };
        Assert.Equal(1, balanced.Parameters["balanced"]);
        var model = balanced.Fit(ReferenceTrials.TwoClasses);
        Assert.Equal(balanced, balanced.Restore(model.ToContent()).Decoder);
    }

    private static Matrix ClassMeans(Matrix vectors, int[] classes)
    {
        var means = new Matrix(3, vectors.Columns);
        for (var i = 0; i < vectors.Rows; i++)
            for (var f = 0; f < vectors.Columns; f++) means[classes[i], f] += vectors[i, f] / classes.Count(k => k == classes[i]);
        return means;
    }

    private static Matrix Dense(Matrix vectors, int[] classes)
    {
        var means = ClassMeans(vectors, classes);
        var pooled = new Matrix(vectors.Columns, vectors.Columns);
        for (var k = 0; k < 3; k++)
        {
            int[] rows = [.. Enumerable.Range(0, vectors.Rows).Where(i => classes[i] == k)];
            var values = new double[vectors.Columns * rows.Length];
            var scales = new double[vectors.Columns];
            for (var f = 0; f < scales.Length; f++)
            {
                scales[f] = Math.Sqrt(rows.Average(i => Math.Pow(vectors[i, f] - means[k, f], 2)));
                for (var i = 0; i < rows.Length; i++) values[f * rows.Length + i] = (vectors[rows[i], f] - means[k, f]) / scales[f];
            }

            var covariance = new LedoitWolfCovariance().Estimate(values, scales.Length).Matrix;
            for (var r = 0; r < scales.Length; r++)
                for (var c = 0; c < scales.Length; c++) pooled[r, c] += covariance[r, c] * scales[r] * scales[c] * rows.Length / vectors.Rows;
        }

        return pooled;
    }
}
