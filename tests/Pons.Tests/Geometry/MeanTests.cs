using FsCheck.Fluent;
using Pons.Geometry;
using static Pons.Tests.Geometry.RandomMatrices;

namespace Pons.Tests.Geometry;

public sealed class MeanTests
{
    [Fact]
    public void Riemannian_mean_follows_mixing_and_inversion() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        var set = Set(seed, n, 1 + (int)((uint)seed % 19));
        var mean = RiemannMean.Of(set);
        var w = SpdGeometryTests.Mixing(seed, n);
        AssertClose(MatrixProduct.Congruence(w, mean), RiemannMean.Of([.. set.Select(c => MatrixProduct.Congruence(w, c))]), 1e-7);
        AssertClose(SpdGeometryTests.Inverse(mean), RiemannMean.Of([.. set.Select(SpdGeometryTests.Inverse)]), 1e-7);
    }).Holds(30);

    [Fact]
    public void Tangent_vectors_at_the_mean_cancel() => Prop.ForAll<int>(seed =>
    {
        var set = Set(seed, SizeOf(seed), 11, 1e5);
        var weights = Enumerable.Range(1, 11).Select(i => i / 66.0).ToArray();
        var space = new TangentSpace(RiemannMean.Of(set, weights));
        double[] vector = new double[space.Dimension], sum = new double[space.Dimension];
        for (var i = 0; i < set.Length; i++)
        {
            space.ToTangent(set[i], vector);
            for (var k = 0; k < sum.Length; k++) sum[k] += weights[i] * vector[k];
        }

        // The tolerance is 1e-8, or 1e-16 of the condition numbers where that is more: these reach some 1e8.
        Assert.InRange(Math.Sqrt(sum.Sum(v => v * v)), 0, 1e-7);
    }).Holds(30);

    [Fact]
    public void Means_of_matrices_that_commute_are_those_of_their_eigenvalues()
    {
        Matrix a = new(2, 2, [4, 0, 0, 9]), b = new(2, 2, [1, 0, 0, 1]);
        AssertClose(new Matrix(2, 2, [2, 0, 0, 3]), RiemannMean.Of([a, b]), 1e-12);
        AssertClose(new Matrix(2, 2, [2, 0, 0, 3]), LogEuclideanMean.Of([a, b]), 1e-12);
        AssertClose(new Matrix(2, 2, [2.5, 0, 0, 5]), EuclideanMean.Of([a, b]), 1e-15);
    }

    [Fact]
    public void Matrices_far_apart_converge()
    {
        foreach (var condition in new[] { 1e2, 1e6, 1e10 })
            foreach (var n in new[] { 3, 9, 22, 50 })
            {
                Matrix[] set = [.. Enumerable.Range(0, 13).Select(i => Spd(100 * n + i, n, condition))];
                var mean = RiemannMean.Of(set);
                AssertClose(mean, RiemannMean.Of([.. set.Reverse()]), 1e-7 + 1e-15 * condition);
            }
    }

    [Fact]
    public void Weights_count_like_repeated_matrices()
    {
        var set = Set(3, 7, 4);
        foreach (var mean in new Func<Matrix[], double[], Matrix>[]
            { (s, w) => RiemannMean.Of(s, w), (s, w) => LogEuclideanMean.Of(s, w), (s, w) => EuclideanMean.Of(s, w) })
        {
            AssertClose(mean([set[0], set[1], set[1], set[3]], []), mean(set, [1, 2, 0, 1]), 1e-9);
            AssertClose(set[2], mean([set[2]], [5]), 1e-12);
        }
    }

    [Fact]
    public void A_start_changes_the_way_but_not_the_mean()
    {
        var set = Set(5, 12, 20);
        var mean = RiemannMean.Of(set);
        AssertClose(mean, RiemannMean.Of(set, default, new RiemannMeanOptions { Start = LogEuclideanMean.Of(set) }), 1e-8);
        var oneStep = new RiemannMeanOptions { Start = mean, MaximalSteps = 1 };
        AssertClose(mean, RiemannMean.Of(set, default, oneStep), 1e-8);
    }

    [Fact]
    public void A_finer_tolerance_is_met()
    {
        var set = Set(6, 22, 40);
        var fine = RiemannMean.Of(set, default, new RiemannMeanOptions { Tolerance = 1e-12 });
        AssertClose(fine, RiemannMean.Of(set), 1e-8);
        var vector = new double[253];
        var sum = new double[253];
        foreach (var spd in set)
        {
            new TangentSpace(fine).ToTangent(spd, vector);
            for (var k = 0; k < sum.Length; k++) sum[k] += vector[k] / set.Length;
        }

        Assert.InRange(Math.Sqrt(sum.Sum(v => v * v)), 0, 3e-12);
    }

    [Fact]
    public void A_mean_that_does_not_converge_is_an_error()
    {
        var error = Assert.Throws<GeometryException>(
            () => RiemannMean.Of(Set(1, 6, 9), default, new RiemannMeanOptions { MaximalSteps = 2 }));
        Assert.Contains("after 2 steps", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var set = Set(1, 3, 3);
        Assert.Throws<ArgumentException>(() => RiemannMean.Of([]));
        Assert.Throws<ArgumentException>(() => RiemannMean.Of([set[0], Matrix.Identity(4)]));
        Assert.Throws<ArgumentException>(() => RiemannMean.Of(set, [1, 2]));
        Assert.Throws<ArgumentException>(() => EuclideanMean.Of(set, [0, 0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => EuclideanMean.Of(set, [1, -1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogEuclideanMean.Of(set, [1, double.NaN, 1]));
        Assert.Throws<ArgumentException>(() => RiemannMean.Of(set, default, new RiemannMeanOptions { Start = Matrix.Identity(2) }));
    }

    [Fact]
    public void Options_are_checked()
    {
        Matrix[] set = [Spd(1, 3)];
        Assert.Throws<ArgumentOutOfRangeException>(() => RiemannMean.Of(set, default, new RiemannMeanOptions { MaximalSteps = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => RiemannMean.Of(set, default, new RiemannMeanOptions { Tolerance = double.NaN }));
    }

    [Fact]
    public void An_error_names_the_matrix()
    {
        var set = Set(1, 3, 12);
        set[10] = new Matrix(3, 3, [1, 1, 0, 1, 1, 0, 0, 0, 1]);
        Assert.StartsWith("Matrix 10 ", Assert.Throws<GeometryException>(() => RiemannMean.Of(set)).What, StringComparison.Ordinal);
        set[10][0, 1] = double.NaN;
        Assert.StartsWith("Matrix 10 ", Assert.Throws<GeometryException>(() => RiemannMean.Of(set)).What, StringComparison.Ordinal);
    }

    private static Matrix[] Set(int seed, int n, int count, double condition = 100) =>
        [.. Enumerable.Range(0, count).Select(i => Spd(seed + 31 * i, n, condition))];
}
