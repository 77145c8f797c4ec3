using FsCheck.Fluent;
using Pons.Geometry;
using static Pons.Tests.Geometry.RandomMatrices;

namespace Pons.Tests.Geometry;

public sealed class FactorisationTests
{
    [Fact]
    public void Cholesky_reproduces_the_matrix_and_agrees_with_MathNet() => Prop.ForAll<int>(seed =>
    {
        var spd = Spd(seed, SizeOf(seed), 1e4);
        var factor = Cholesky.Factor(spd);
        AssertClose(spd, MatrixProduct.MultiplyTransposed(factor.Lower, factor.Lower), 1e-14 * spd.Rows);
        var oracle = ToMathNet(spd).Cholesky();
        AssertClose(new Matrix(spd.Rows, spd.Rows, oracle.Factor.ToRowMajorArray()), factor.Lower, 1e-11);
        Assert.Equal(oracle.DeterminantLn, factor.LogDeterminant, 1e-9);
    }).Holds();

    [Fact]
    public void Cholesky_solves_and_inverts() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        var spd = Spd(seed, n, 1e3);
        var factor = Cholesky.Factor(spd);
        var b = Gaussian(seed, n, 5);
        AssertClose(b, Naive(spd, factor.Solve(b)), 1e-10);
        var x = new double[n];
        factor.Solve(b.Transpose().Row(2), x);
        AssertClose(new Matrix(n, 1, b.Transpose().Row(2).ToArray()), Naive(spd, new Matrix(n, 1, x)), 1e-10);
        AssertClose(Matrix.Identity(n), Naive(spd, factor.Inverse()), 1e-10);
    }).Holds();

    [Theory]
    [InlineData(72, 10)]
    [InlineData(192, 2)]
    [InlineData(120, 60)]
    public void Eigenvalues_of_a_product_of_low_rank_are_found(int n, int rank)
    {
        var factor = Gaussian(n, n, rank);
        var product = MatrixProduct.MultiplyTransposed(factor, factor);
        var eigen = SymmetricEigen.Of(product);
        Assert.All(eigen.Values[..(n - rank)].ToArray(), value => Assert.Equal(0, value, 1e-12 * n));
        Assert.True(eigen.Values[n - rank] > 1e-3);
        AssertClose(Matrix.Identity(n), MatrixProduct.MultiplyTransposed(eigen.Vectors, eigen.Vectors), 1e-12);
    }

    [Fact]
    public void Cholesky_refuses_what_is_not_positive_definite()
    {
        var indefinite = new Matrix(2, 2, [1, 2, 2, 1]);
        Assert.False(Cholesky.TryFactor(indefinite, out _));
        var error = Assert.Throws<GeometryException>(() => Cholesky.Factor(indefinite));
        Assert.Contains("rank 1 of 2", error.What, StringComparison.Ordinal);
        Assert.Throws<GeometryException>(() => Cholesky.Factor(new Matrix(2, 2, [1, double.NaN, double.NaN, 1])));
        Assert.Throws<ArgumentException>(() => Cholesky.Factor(new Matrix(2, 3)));
        Assert.Throws<ArgumentException>(() => Cholesky.Factor(Matrix.Identity(2)).Solve(new Matrix(3, 1)));
    }

    [Fact]
    public void Eigenvectors_are_orthonormal_and_leave_no_residual() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        AssertEigen(Symmetric(seed, n));
        AssertEigen(Spd(seed, n, 1e8));
    }).Holds();

    [Fact]
    public void Eigenvalues_agree_with_MathNet() => Prop.ForAll<int>(seed =>
    {
        var symmetric = Symmetric(seed, SizeOf(seed));
        var expected = ToMathNet(symmetric).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues;
        var values = SymmetricEigen.Of(symmetric).Values;
        for (var i = 0; i < values.Length; i++) Assert.Equal(expected[i].Real, values[i], 1e-12 * symmetric.Rows);
    }).Holds();

    [Fact]
    public void Eigen_takes_special_matrices()
    {
        AssertEigen(Matrix.Identity(9));
        AssertEigen(new Matrix(5, 5));
        AssertEigen(new Matrix(3, 3, [2, 0, 0, 0, 1, 0, 0, 0, 2]));
        var ones = new Matrix(22, 22, [.. Enumerable.Repeat(1.0, 484)]);
        AssertEigen(ones);
        Assert.Equal(22, SymmetricEigen.Of(ones).Values[^1], 1e-12);
        AssertEigen(new Matrix(30, 30, [.. Symmetric(1, 30).Values.ToArray().Select(v => v * 1e-120)]));
        AssertEigen(new Matrix(30, 30, [.. Symmetric(1, 30).Values.ToArray().Select(v => v * 1e120)]));
        AssertEigen(Symmetric(5, 129));
    }

    [Fact]
    public void Eigen_refuses_what_is_not_a_number()
    {
        var error = Assert.Throws<GeometryException>(() => SymmetricEigen.Of(new Matrix(2, 2, [1, 2, double.PositiveInfinity, 1])));
        Assert.Contains("row 1, column 0", error.What, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(new Matrix(2, 3)));
    }

    [Fact]
    public void Generalised_eigenvectors_diagonalise_both_matrices() => Prop.ForAll<int>(seed =>
    {
        var n = SizeOf(seed);
        Matrix a = Symmetric(seed, n), b = Spd(seed + 1, n, 1e3);
        var eigen = GeneralizedEigen.Of(a, b);
        AssertClose(Matrix.Identity(n), MatrixProduct.Congruence(eigen.Vectors, b), 1e-11);
        var diagonal = new Matrix(n, n);
        for (var i = 0; i < n; i++) diagonal[i, i] = eigen.Values[i];
        AssertClose(diagonal, MatrixProduct.Congruence(eigen.Vectors, a), 1e-11);
        for (var i = 1; i < n; i++) Assert.True(eigen.Values[i - 1] <= eigen.Values[i]);
    }).Holds();

    [Fact]
    public void Generalised_problem_refuses_a_singular_right_side() =>
        Assert.Throws<GeometryException>(() => GeneralizedEigen.Of(Matrix.Identity(2), new Matrix(2, 2, [1, 1, 1, 1])));

    [Fact]
    public void Svd_reproduces_matrices_of_every_shape() => Prop.ForAll<int, int>((a, b) =>
    {
        var matrix = Gaussian(a, SizeOf(a), SizeOf(b));
        var svd = ThinSvd.Of(matrix);
        var k = svd.Values.Length;
        AssertClose(Matrix.Identity(k), MatrixProduct.MultiplyTransposed(svd.Left, svd.Left), 1e-13 * (k + 1));
        AssertClose(Matrix.Identity(k), MatrixProduct.MultiplyTransposed(svd.Right, svd.Right), 1e-13 * (k + 1));
        AssertClose(matrix, Recomposed(svd), 1e-13 * (k + 1));
        var expected = ToMathNet(matrix).Svd(false).S;
        for (var i = 0; i < k; i++) Assert.Equal(expected[i], svd.Values[i], 1e-12 * expected[0]);
    }).Holds();

    [Fact]
    public void Svd_keeps_the_digits_of_tiny_singular_values()
    {
        // Rows scaled over thirty orders of magnitude: the singular values of the scaled matrix scale along, to full precision.
        var orthogonal = SymmetricEigen.Of(Symmetric(4, 6)).Vectors;
        var graded = orthogonal.Clone();
        for (var r = 0; r < 6; r++)
            foreach (ref var value in graded.Row(r)) value *= Math.Pow(10, -6 * r);
        var values = ThinSvd.Of(graded).Values;
        for (var r = 0; r < 6; r++) Assert.Equal(1, values[r] / Math.Pow(10, -6 * r), 1e-13);
    }

    [Fact]
    public void Svd_of_a_matrix_without_full_rank_has_zeros()
    {
        var matrix = MatrixProduct.Multiply(Gaussian(1, 9, 4), Gaussian(2, 4, 50));
        var svd = ThinSvd.Of(matrix);
        for (var i = 4; i < 9; i++) Assert.InRange(svd.Values[i], 0, 1e-13 * svd.Values[0]);
        AssertClose(matrix, Recomposed(svd), 1e-13);
        Assert.Equal(new double[3], ThinSvd.Of(new Matrix(3, 5)).Values.ToArray());
        Assert.Throws<GeometryException>(() => ThinSvd.Of(new Matrix(1, 2, [double.NaN, 0])));
    }

    private static Matrix Recomposed(ThinSvd svd)
    {
        var scaled = svd.Right.Clone();
        for (var r = 0; r < scaled.Rows; r++)
            foreach (ref var value in scaled.Row(r)) value *= svd.Values[r];
        return Naive(svd.Left.Transpose(), scaled);
    }

    private static void AssertEigen(Matrix symmetric)
    {
        var n = symmetric.Rows;
        var eigen = SymmetricEigen.Of(symmetric);
        AssertClose(Matrix.Identity(n), MatrixProduct.MultiplyTransposed(eigen.Vectors, eigen.Vectors), 1e-14 * (n + 9));
        var scaled = eigen.Vectors.Clone();
        var largest = double.Epsilon;
        for (var r = 0; r < n; r++)
        {
            largest = Math.Max(largest, Math.Abs(eigen.Values[r]));
            foreach (ref var value in scaled.Row(r)) value *= eigen.Values[r];
            if (r > 0) Assert.True(eigen.Values[r - 1] <= eigen.Values[r]);
        }

        var residual = Naive(eigen.Vectors, symmetric);
        for (var i = 0; i < residual.Values.Length; i++) Assert.Equal(residual.Values[i], scaled.Values[i], 1e-14 * (n + 9) * largest);
    }
}
