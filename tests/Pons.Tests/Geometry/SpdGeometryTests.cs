using FsCheck.Fluent;
using Pons.Geometry;
using static Pons.Tests.Geometry.RandomMatrices;

namespace Pons.Tests.Geometry;

public sealed class SpdGeometryTests
{
    [Fact]
    public void Exponential_and_logarithm_undo_each_other() => Prop.ForAll<int>(seed =>
    {
        var spd = Spd(seed, SizeOf(seed), 1e4);
        AssertClose(spd, SpdFunction.Exp(SpdFunction.Log(spd)), 1e-11);
        var symmetric = Symmetric(seed, Math.Min(SizeOf(seed), 9));
        AssertClose(symmetric, SpdFunction.Log(SpdFunction.Exp(symmetric)), 1e-9);
    }).Holds();

    [Fact]
    public void Logarithm_has_the_logarithms_of_the_eigenvalues()
    {
        foreach (var condition in new[] { 1.5, 30, 1e3, 1e6, 1e9, 1e11 })
            foreach (var n in Sizes.Append(64).Append(101))
            {
                var spd = Spd(n, n, condition);
                var eigen = SymmetricEigen.Of(spd);
                var scaled = eigen.Vectors.Clone();
                for (var r = 0; r < n; r++)
                    foreach (ref var value in scaled.Row(r)) value *= Math.Log(eigen.Values[r]);
                AssertClose(Naive(eigen.Vectors.Transpose(), scaled), SpdFunction.Log(spd), 1e-12 + condition * 1e-15);
            }
    }

    [Fact]
    public void Logarithm_takes_diagonal_and_scaled_matrices()
    {
        foreach (var value in SpdFunction.Log(Matrix.Identity(24)).Values) Assert.Equal(0, value, 1e-13);
        var volts = Spd(3, 22);
        var expected = SpdFunction.Log(volts);
        foreach (ref var value in volts.Values) value *= 1e-12;
        for (var i = 0; i < 22; i++) expected[i, i] += Math.Log(1e-12);
        AssertClose(expected, SpdFunction.Log(volts), 1e-12);
    }

    [Fact]
    public void Roots_and_powers_agree() => Prop.ForAll<int>(seed =>
    {
        var spd = Spd(seed, SizeOf(seed), 1e3);
        var root = SpdFunction.Sqrt(spd);
        AssertClose(spd, Naive(root, root), 1e-12);
        AssertClose(Matrix.Identity(spd.Rows), MatrixProduct.Congruence(SpdFunction.InverseSqrt(spd), spd), 1e-11);
        AssertClose(root, SpdFunction.Power(spd, 0.5), 1e-13);
        AssertClose(Cholesky.Factor(spd).Inverse(), SpdFunction.Power(spd, -1), 1e-11);
    }).Holds();

    [Fact]
    public void Distances_are_metrics() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        Matrix a = Spd(seed, n), b = Spd(seed + 1, n), c = Spd(seed + 2, n);
        foreach (var distance in new Func<Matrix, Matrix, double>[]
            { RiemannDistance.Between, LogEuclideanDistance.Between, EuclideanDistance.Between })
        {
            Assert.Equal(0, distance(a, a), 1e-11);
            Assert.Equal(distance(a, b), distance(b, a), 1e-10);
            Assert.True(distance(a, c) <= distance(a, b) + distance(b, c) + 1e-10);
            Assert.True(n == 1 || distance(a, b) > 0.01);
        }
    }).Holds();

    [Fact]
    public void Riemannian_distance_is_blind_to_mixing_and_inversion() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        Matrix a = Spd(seed, n), b = Spd(seed + 1, n), w = Mixing(seed, n);
        var distance = RiemannDistance.Between(a, b);
        Assert.Equal(distance, RiemannDistance.Between(MatrixProduct.Congruence(w, a), MatrixProduct.Congruence(w, b)), 1e-8);
        Assert.Equal(distance, RiemannDistance.Between(Inverse(a), Inverse(b)), 1e-8);
    }).Holds();

    [Fact]
    public void Geodesic_joins_its_ends_through_the_midpoint() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        Matrix a = Spd(seed, n), b = Spd(seed + 1, n);
        AssertClose(a, Geodesic.Between(a, b, 0), 1e-11);
        AssertClose(b, Geodesic.Between(a, b, 1), 1e-11);
        var middle = Geodesic.Between(a, b, 0.5);
        var distance = RiemannDistance.Between(a, b);
        Assert.Equal(distance / 2, RiemannDistance.Between(a, middle), 1e-9);
        Assert.Equal(distance / 2, RiemannDistance.Between(middle, b), 1e-9);
        AssertClose(middle, RiemannMean.Of([a, b]), 1e-8);
        AssertClose(Geodesic.Between(a, b, 0.3), RiemannMean.Of([a, b], [0.7, 0.3]), 1e-8);
    }).Holds();

    [Fact]
    public void Tangent_map_goes_both_ways_and_keeps_distances() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        Matrix reference = Spd(seed, n), spd = Spd(seed + 1, n);
        var space = new TangentSpace(reference);
        Assert.Equal(n * (n + 1) / 2, space.Dimension);
        var vector = new double[space.Dimension];
        space.ToTangent(spd, vector);
        AssertClose(spd, space.FromTangent(vector), 1e-10);
        Assert.Equal(RiemannDistance.Between(reference, spd), Math.Sqrt(vector.Sum(v => v * v)), 1e-10);
        space.ToTangent(reference, vector);
        Assert.All(vector, v => Assert.Equal(0, v, 1e-11));
    }).Holds();

    [Fact]
    public void A_tangent_vector_has_the_same_bits_alone_and_after_others()
    {
        var space = new TangentSpace(Spd(1, 22));
        double[] first = new double[253], again = new double[253];
        space.ToTangent(Spd(2, 22), first);
        for (var i = 3; i < 9; i++) space.ToTangent(Spd(i, 22, 1e6), again);
        space.ToTangent(Spd(2, 22), again);
        Assert.Equal(first, again);
    }

    [Fact]
    public void Singular_matrices_are_refused_with_their_rank()
    {
        var n = 8;
        var centring = Matrix.Identity(n);
        foreach (ref var value in centring.Values) value -= 1.0 / n;
        var singular = MatrixProduct.Congruence(centring, Spd(1, n));
        var good = Spd(2, n);
        var vector = new double[36];
        Action[] uses =
        [
            () => SpdFunction.Log(singular),
            () => SpdFunction.InverseSqrt(singular),
            () => RiemannDistance.Between(good, singular),
            () => RiemannDistance.Between(singular, good),
            () => LogEuclideanDistance.Between(good, singular),
            () => RiemannMean.Of([good, singular]),
            () => RiemannMean.Of([singular, singular]),
            () => LogEuclideanMean.Of([good, singular]),
            () => Geodesic.Between(singular, good, 0.5),
            () => _ = new TangentSpace(singular),
            () => new TangentSpace(good).ToTangent(singular, vector),
        ];
        Assert.All(uses, use => Assert.Contains("rank 7 of 8", Assert.Throws<GeometryException>(use).What, StringComparison.Ordinal));
    }

    [Fact]
    public void Values_that_are_not_numbers_are_refused()
    {
        Matrix good = Spd(1, 3), bad = good.Clone();
        bad[1, 2] = double.NaN;
        var vector = new double[6];
        Action[] uses =
        [
            () => SpdFunction.Exp(bad),
            () => SpdFunction.Log(bad),
            () => EuclideanDistance.Between(good, bad),
            () => RiemannDistance.Between(good, bad),
            () => RiemannMean.Of([good, bad]),
            () => LogEuclideanMean.Of([good, bad]),
            () => EuclideanMean.Of([good, bad]),
            () => new TangentSpace(good).ToTangent(bad, vector),
            () => new TangentSpace(good).FromTangent([1, 2, double.NaN, 4, 5, 6]),
        ];
        Assert.All(uses, use =>
            Assert.Contains("not a finite number", Assert.Throws<GeometryException>(use).What, StringComparison.Ordinal));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var space = new TangentSpace(Matrix.Identity(3));
        Assert.Throws<ArgumentException>(() => space.ToTangent(Matrix.Identity(2), new double[6]));
        Assert.Throws<ArgumentException>(() => space.ToTangent(Matrix.Identity(3), new double[5]));
        Assert.Throws<ArgumentException>(() => space.FromTangent(new double[5]));
        Assert.Throws<ArgumentException>(() => RiemannDistance.Between(Matrix.Identity(2), Matrix.Identity(3)));
        Assert.Throws<ArgumentException>(() => Geodesic.Between(Matrix.Identity(2), Matrix.Identity(3), 0.5));
    }

    internal static Matrix Mixing(int seed, int n)
    {
        var w = Gaussian(seed + 5, n, n);
        for (var i = 0; i < w.Values.Length; i++) w.Values[i] *= 0.3 / Math.Sqrt(n);
        for (var i = 0; i < n; i++) w[i, i] += 1;
        return w;
    }

    internal static Matrix Inverse(Matrix spd) => Cholesky.Factor(spd).Inverse();
}
