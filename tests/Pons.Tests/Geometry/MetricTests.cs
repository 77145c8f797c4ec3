using FsCheck.Fluent;
using Pons.Geometry;
using static Pons.Tests.Geometry.RandomMatrices;

namespace Pons.Tests.Geometry;

/// <summary>What every mean and every distance of positive definite matrices has in common, and the invariances of each.</summary>
public sealed class MetricTests
{
    private static readonly Dictionary<string, Func<Matrix, Matrix, double>> Distances = new(StringComparer.Ordinal)
    {
        ["riemann"] = RiemannDistance.Between,
        ["logeuclid"] = LogEuclideanDistance.Between,
        ["euclid"] = EuclideanDistance.Between,
        ["logdet"] = LogDetDistance.Between,
        ["wasserstein"] = WassersteinDistance.Between,
        ["harmonic"] = HarmonicDistance.Between,
        ["chol"] = CholeskyDistance.Between,
        ["logchol"] = LogCholeskyDistance.Between,
    };

    private static readonly Dictionary<string, Func<Matrix, Matrix, double>> Divergences = new(StringComparer.Ordinal)
    {
        ["kullback"] = KullbackLeiblerDivergence.Between,
        ["jeffreys"] = JeffreysDivergence.Between,
    };

    private static readonly Dictionary<string, Func<Matrix[], double[], Matrix>> Means = new(StringComparer.Ordinal)
    {
        ["riemann"] = (s, w) => RiemannMean.Of(s, w),
        ["logeuclid"] = (s, w) => LogEuclideanMean.Of(s, w),
        ["euclid"] = (s, w) => EuclideanMean.Of(s, w),
        ["logdet"] = (s, w) => LogDetMean.Of(s, w),
        ["wasserstein"] = (s, w) => WassersteinMean.Of(s, w),
        ["harmonic"] = (s, w) => HarmonicMean.Of(s, w),
        ["jeffreys"] = (s, w) => JeffreysMean.Of(s, w),
        ["logchol"] = (s, w) => LogCholeskyMean.Of(s, w),
    };

    public static TheoryData<string> DistanceNames => [.. Distances.Keys];

    public static TheoryData<string> DivergenceNames => [.. Divergences.Keys];

    public static TheoryData<string> MeanNames => [.. Means.Keys];

    [Theory]
    [MemberData(nameof(DistanceNames))]
    public void A_distance_is_a_metric(string name) => Prop.ForAll<int>(seed =>
    {
        var distance = Distances[name];
        var n = SizeOf(seed);
        Matrix a = Spd(seed, n), b = Spd(seed + 1, n), c = Spd(seed + 2, n);
        Assert.Equal(0, distance(a, a), 1e-10);
        Assert.Equal(distance(a, b), distance(b, a), 1e-9);
        Assert.True(distance(a, c) <= distance(a, b) + distance(b, c) + 1e-9);
        Assert.True(n == 1 || distance(a, b) > 0.01);
    }).Holds(30);

    [Theory]
    [MemberData(nameof(DivergenceNames))]
    public void A_divergence_is_zero_at_itself_and_blind_to_mixing(string name) => Prop.ForAll<int>(seed =>
    {
        var divergence = Divergences[name];
        var n = SizeOf(seed);
        Matrix a = Spd(seed, n), b = Spd(seed + 1, n), w = SpdGeometryTests.Mixing(seed, n);
        Assert.Equal(0, divergence(a, a), 1e-12);
        Assert.True(n == 1 || divergence(a, b) > 1e-3);
        AssertNear(divergence(a, b), divergence(MatrixProduct.Congruence(w, a), MatrixProduct.Congruence(w, b)), 1e-8);
    }).Holds(30);

    [Fact]
    public void Divergences_follow_their_definitions() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        Matrix a = Spd(seed, n), b = Spd(seed + 1, n);
        Cholesky first = Cholesky.Factor(a), second = Cholesky.Factor(b);
        var expected = 0.5 * (Trace(second.Solve(a)) - n + second.LogDeterminant - first.LogDeterminant);
        AssertNear(expected, KullbackLeiblerDivergence.Between(a, b), 1e-9);
        AssertNear(expected + KullbackLeiblerDivergence.Between(b, a), JeffreysDivergence.Between(a, b), 1e-9);
        AssertNear(JeffreysDivergence.Between(b, a), JeffreysDivergence.Between(a, b), 1e-9);
        var between = Cholesky.Factor(EuclideanMean.Of([a, b])).LogDeterminant;
        var squared = between - 0.5 * (first.LogDeterminant + second.LogDeterminant);
        Assert.Equal(squared, Math.Pow(LogDetDistance.Between(a, b), 2), 1e-9);
    }).Holds(30);

    [Fact]
    public void Wasserstein_distance_follows_its_definition_and_ignores_rotation() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        Matrix a = Spd(seed, n), b = Spd(seed + 1, n), turn = SymmetricEigen.Of(Symmetric(seed + 2, n)).Vectors;
        var root = SpdFunction.Sqrt(MatrixProduct.Congruence(SpdFunction.Sqrt(b), a));
        var distance = WassersteinDistance.Between(a, b);
        Assert.Equal(Trace(a) + Trace(b) - 2 * Trace(root), distance * distance, 1e-9);
        AssertNear(distance, WassersteinDistance.Between(MatrixProduct.Congruence(turn, a), MatrixProduct.Congruence(turn, b)), 1e-8);
        AssertNear(2 * distance, WassersteinDistance.Between(Scaled(a, 4), Scaled(b, 4)), 1e-9);
    }).Holds(30);

    [Fact]
    public void Log_determinant_distance_is_blind_to_mixing_and_inversion() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        Matrix a = Spd(seed, n), b = Spd(seed + 1, n), w = SpdGeometryTests.Mixing(seed, n);
        var distance = LogDetDistance.Between(a, b);
        Assert.Equal(distance, LogDetDistance.Between(MatrixProduct.Congruence(w, a), MatrixProduct.Congruence(w, b)), 1e-8);
        Assert.Equal(distance, LogDetDistance.Between(SpdGeometryTests.Inverse(a), SpdGeometryTests.Inverse(b)), 1e-8);
        AssertNear(EuclideanDistance.Between(a, b), HarmonicDistance.Between(SpdGeometryTests.Inverse(a), SpdGeometryTests.Inverse(b)), 1e-8);
    }).Holds(30);

    [Fact]
    public void Cholesky_distances_are_those_of_the_factors() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        Matrix a = Spd(seed, n), b = Spd(seed + 1, n);
        AssertNear(2 * CholeskyDistance.Between(a, b), CholeskyDistance.Between(Scaled(a, 4), Scaled(b, 4)), 1e-10);
        // On one line through a, only the diagonal of the factor changes: by ln 3 in each of n places under a scale of 9.
        Matrix diagonal = Diagonal(a), scaled = Scaled(diagonal, 9);
        Assert.Equal(Math.Sqrt(n) * Math.Log(3), LogCholeskyDistance.Between(diagonal, scaled), 1e-10);
    }).Holds(30);

    [Theory]
    [MemberData(nameof(MeanNames))]
    public void A_mean_of_equal_matrices_is_that_matrix(string name) => Prop.ForAll<int>(seed =>
    {
        var spd = Spd(seed, SizeOf(seed), 1e3);
        AssertClose(spd, Means[name]([spd, spd, spd], [1, 2, 0.5]), 1e-10);
    }).Holds(20);

    [Theory]
    [MemberData(nameof(MeanNames))]
    public void Weights_count_like_repeated_matrices_and_order_does_not_count(string name) => Prop.ForAll<int>(seed =>
    {
        var set = Set(seed, SizeOf(seed), 4);
        var mean = Means[name];
        var repeated = mean([set[0], set[1], set[1], set[3]], []);
        AssertClose(repeated, mean(set, [1, 2, 0, 1]), 1e-7);
        AssertClose(repeated, mean([set[1], set[3], set[1], set[0]], []), 1e-7);
    }).Holds(20);

    [Theory]
    [InlineData("riemann")]
    [InlineData("euclid")]
    [InlineData("logdet")]
    [InlineData("harmonic")]
    [InlineData("jeffreys")]
    public void A_mean_follows_mixing(string name) => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        var set = Set(seed, n, 5);
        var w = SpdGeometryTests.Mixing(seed, n);
        AssertClose(MatrixProduct.Congruence(w, Means[name](set, [])), Means[name]([.. set.Select(c => MatrixProduct.Congruence(w, c))], []), 1e-7);
    }).Holds(20);

    [Theory]
    [InlineData("riemann")]
    [InlineData("logeuclid")]
    [InlineData("logdet")]
    [InlineData("jeffreys")]
    public void A_mean_follows_inversion(string name) => Prop.ForAll<int>(seed =>
    {
        var set = Set(seed, SizeOf(seed), 5);
        AssertClose(SpdGeometryTests.Inverse(Means[name](set, [])), Means[name]([.. set.Select(SpdGeometryTests.Inverse)], []), 1e-7);
    }).Holds(20);

    [Fact]
    public void Wasserstein_mean_follows_rotation_and_scale() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        var set = Set(seed, n, 5);
        var mean = WassersteinMean.Of(set);
        var turn = SymmetricEigen.Of(Symmetric(seed + 2, n)).Vectors;
        AssertClose(MatrixProduct.Congruence(turn, mean), WassersteinMean.Of([.. set.Select(c => MatrixProduct.Congruence(turn, c))]), 1e-8);
        AssertClose(Scaled(mean, 7), WassersteinMean.Of([.. set.Select(c => Scaled(c, 7))]), 1e-8);
    }).Holds(20);

    [Theory]
    [InlineData("riemann")]
    [InlineData("logeuclid")]
    [InlineData("logchol")]
    public void The_determinant_of_a_mean_is_the_geometric_mean_of_determinants(string name) => Prop.ForAll<int>(seed =>
    {
        var set = Set(seed, SizeOf(seed), 5);
        var expected = set.Average(c => Cholesky.Factor(c).LogDeterminant);
        Assert.Equal(expected, Cholesky.Factor(Means[name](set, [])).LogDeterminant, 1e-7);
    }).Holds(20);

    [Theory]
    [InlineData("riemann")]
    [InlineData("logeuclid")]
    [InlineData("euclid")]
    [InlineData("logdet")]
    [InlineData("wasserstein")]
    [InlineData("harmonic")]
    [InlineData("logchol")]
    public void No_matrix_near_a_mean_has_a_smaller_sum_of_squared_distances(string name) => Prop.ForAll<int>(seed =>
    {
        var set = Set(seed, Math.Min(SizeOf(seed), 9), 5);
        var mean = Means[name](set, []);
        var least = Cost(name, mean);
        foreach (var step in new[] { 0.01, 0.1 })
            foreach (var other in set)
                Assert.True(least <= Cost(name, EuclideanMean.Of([mean, other], [1 - step, step])) + 1e-10 * least + 1e-15);

        double Cost(string metric, Matrix at) => set.Sum(c => Math.Pow(Distances[metric](at, c), 2));
    }).Holds(20);

    [Fact]
    public void Jeffreys_mean_has_the_least_sum_of_divergences() => Prop.ForAll<int>(seed =>
    {
        var set = Set(seed, Math.Min(SizeOf(seed), 9), 5);
        var mean = JeffreysMean.Of(set);
        foreach (var other in set)
            Assert.True(Cost(mean) <= Cost(EuclideanMean.Of([mean, other], [0.97, 0.03])) * (1 + 1e-10) + 1e-15);

        double Cost(Matrix at) => set.Sum(c => JeffreysDivergence.Between(at, c));
    }).Holds(20);

    [Theory]
    [InlineData("logdet", 1e6)]
    [InlineData("wasserstein", 1e6)]
    public void Matrices_far_apart_converge(string name, double condition)
    {
        foreach (var n in new[] { 3, 9, 22 })
        {
            var set = Set(n, n, 13, condition);
            AssertClose(Means[name](set, []), Means[name]([.. set.Reverse()], []), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(MeanNames))]
    public void Bad_arguments_of_a_mean_are_refused(string name)
    {
        var mean = Means[name];
        Matrix good = Spd(1, 3), singular = new(3, 3, [1, 1, 0, 1, 1, 0, 0, 0, 1]), bad = good.Clone();
        bad[1, 2] = double.NaN;
        Assert.Throws<ArgumentException>(() => mean([], []));
        Assert.Throws<ArgumentException>(() => mean([good, Matrix.Identity(4)], []));
        Assert.Throws<ArgumentException>(() => mean([good], [1, 2]));
        Assert.StartsWith("Matrix 1 ", Assert.Throws<GeometryException>(() => mean([good, bad], [])).What, StringComparison.Ordinal);
        if (name == "euclid") return;
        Assert.StartsWith("Matrix 1 ", Assert.Throws<GeometryException>(() => mean([good, singular], [])).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_of_a_distance_are_refused()
    {
        Matrix good = Spd(1, 3), singular = new(3, 3, [1, 1, 0, 1, 1, 0, 0, 0, 1]), bad = good.Clone();
        bad[1, 2] = double.NaN;
        foreach (var (name, distance) in Distances.Concat(Divergences))
        {
            Assert.Throws<ArgumentException>(() => distance(good, Matrix.Identity(4)));
            Assert.Contains("not a finite", Assert.Throws<GeometryException>(() => distance(good, bad)).What, StringComparison.Ordinal);
            if (name == "euclid") continue;
            Assert.Contains("rank 2 of 3", Assert.Throws<GeometryException>(() => distance(singular, good)).What, StringComparison.Ordinal);
        }

        Matrix large = new(2, 2, [1e9, 0, 0, 1]), small = new(2, 2, [1, 0, 0, 1e9]);
        var error = Assert.Throws<GeometryException>(() => LogDetDistance.Between(large, small));
        Assert.Contains("factor of 1e13", error.What, StringComparison.Ordinal);
    }

    private static void AssertNear(double expected, double actual, double share) =>
        Assert.InRange(actual, expected - share * (1 + Math.Abs(expected)), expected + share * (1 + Math.Abs(expected)));

    private static double Trace(Matrix matrix) => Enumerable.Range(0, matrix.Rows).Sum(i => matrix[i, i]);

    private static Matrix Scaled(Matrix matrix, double factor) =>
        new(matrix.Rows, matrix.Columns, [.. matrix.Values.ToArray().Select(value => value * factor)]);

    private static Matrix Diagonal(Matrix matrix)
    {
        var diagonal = Matrix.Identity(matrix.Rows);
        for (var i = 0; i < matrix.Rows; i++) diagonal[i, i] = matrix[i, i];
        return diagonal;
    }

    private static Matrix[] Set(int seed, int n, int count, double condition = 100) =>
        [.. Enumerable.Range(0, count).Select(i => Spd(seed + 31 * i, n, condition))];
}
