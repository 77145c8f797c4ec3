using System.Runtime.Intrinsics;
using Pons.Geometry;
using Pons.Geometry.Kernels;
using static Pons.Tests.Geometry.RandomMatrices;

namespace Pons.Tests.Geometry;

/// <summary>Every vector width is run here, whatever this processor would choose.</summary>
public sealed unsafe class KernelWidthTests
{
    [Fact]
    public void Products_agree()
    {
        foreach (var n in Sizes.Where(n => n >= 8))
        {
            Matrix a = Gaussian(n, n + 1, n), b = Gaussian(n + 1, n, n);
            Matrix[] results = [new(n + 1, n), new(n + 1, n), new(n + 1, n)];
            fixed (double* left = a.Values, right = b.Values)
            fixed (double* wide = results[0].Values, middle = results[1].Values, narrow = results[2].Values)
            {
                ProductKernel.Run<Width512, Vector512<double>>(left, right, wide, n + 1, n, n);
                ProductKernel.Run<Width256, Vector256<double>>(left, right, middle, n + 1, n, n);
                ProductKernel.Run<Width128, Vector128<double>>(left, right, narrow, n + 1, n, n);
            }

            Assert.All(results, result => AssertClose(Naive(a, b), result, 1e-13));
        }
    }

    [Fact]
    public void Products_of_rows_agree_and_are_symmetric_for_equal_sides()
    {
        foreach (var (m, n, k) in new[] { (1, 1, 1), (3, 5, 7), (4, 2, 8), (9, 9, 250), (22, 6, 1000), (13, 10, 67) })
        {
            Matrix a = Gaussian(m, m, k), b = Gaussian(n + 1, n, k);
            Matrix[] products = [new(m, n), new(m, n), new(m, n)], own = [new(m, m), new(m, m), new(m, m)];
            for (var width = 0; width < 3; width++)
                fixed (double* left = a.Values, right = b.Values, product = products[width].Values, gram = own[width].Values)
                {
                    Run(width, left, right, product, m, n, k);
                    Run(width, left, left, gram, m, m, k);
                }

            Assert.All(products, product => AssertClose(Naive(a, b.Transpose()), product, 1e-12));
            Assert.All(own, gram => AssertClose(Naive(a, a.Transpose()), gram, 1e-12));
            Assert.All(own, gram => Assert.Equal(gram.Values.ToArray(), gram.Transpose().Values.ToArray()));
        }

        static void Run(int width, double* a, double* b, double* product, int m, int n, int k)
        {
            if (width == 0) TransposedProductKernel.Run<Width512, Vector512<double>>(a, b, product, m, n, k);
            else if (width == 1) TransposedProductKernel.Run<Width256, Vector256<double>>(a, b, product, m, n, k);
            else TransposedProductKernel.Run<Width128, Vector128<double>>(a, b, product, m, n, k);
        }
    }

    [Fact]
    public void Gram_products_agree()
    {
        var x = Gaussian(1, 24, 104);
        var expected = Naive(x, x.Transpose());
        Matrix[] results = [new(24, 24), new(24, 24), new(24, 24)];
        fixed (double* rows = x.Values, wide = results[0].Values, middle = results[1].Values, narrow = results[2].Values)
        {
            GramKernel.Run<Width512, Vector512<double>>(rows, wide, 24, 104);
            GramKernel.Run<Width256, Vector256<double>>(rows, middle, 24, 104);
            GramKernel.Run<Width128, Vector128<double>>(rows, narrow, 24, 104);
        }

        Assert.All(results, result => AssertClose(expected, result, 1e-13));
    }

    [Fact]
    public void Eigendecompositions_agree()
    {
        foreach (var n in Sizes)
        {
            var symmetric = Symmetric(n, n);
            var expected = SymmetricEigen.Of(symmetric);
            foreach (var width in new[] { 512, 256, 128 })
            {
                var vectors = symmetric.Clone();
                double[] values = new double[n], workspace = new double[SymmetricEigen.WorkspaceLength(n)];
                if (width == 512) SymmetricEigen.Decompose<Width512, Vector512<double>>(vectors.Values, values, workspace);
                else if (width == 256) SymmetricEigen.Decompose<Width256, Vector256<double>>(vectors.Values, values, workspace);
                else SymmetricEigen.Decompose<Width128, Vector128<double>>(vectors.Values, values, workspace);
                AssertClose(new Matrix(1, n, expected.Values.ToArray()), new Matrix(1, n, values), 1e-14 * (n + 9));
                AssertClose(Matrix.Identity(n), MatrixProduct.MultiplyTransposed(vectors, vectors), 1e-14 * (n + 9));
                AssertClose(symmetric, Recomposed(values, vectors), 1e-14 * (n + 9));
            }
        }
    }

    [Fact]
    public void Logarithms_of_one_matrix_agree()
    {
        foreach (var n in Sizes)
        {
            var spd = Spd(n, n, 1e3);
            Matrix wide = spd.Clone(), middle = spd.Clone(), narrow = spd.Clone();
            var workspace = new double[MatrixLogarithm.WorkspaceLength(n)];
            Assert.True(MatrixLogarithm.TryReplace<Width512, Vector512<double>>(wide.Values, n, workspace));
            Assert.True(MatrixLogarithm.TryReplace<Width256, Vector256<double>>(middle.Values, n, workspace));
            Assert.True(MatrixLogarithm.TryReplace<Width128, Vector128<double>>(narrow.Values, n, workspace));
            AssertClose(wide, middle, 1e-12);
            AssertClose(wide, narrow, 1e-12);
        }
    }

    [Fact]
    public void Sums_of_logarithms_agree()
    {
        foreach (var n in Sizes)
        {
            Matrix[] set = [.. Enumerable.Range(0, 11).Select(i => Spd(i + n, n, 1e3))];
            double[] shares = [.. Enumerable.Range(1, 11).Select(i => i / 66.0)];
            var lower = Matrix.Identity(n);
            for (var r = 0; r < n; r++)
                for (var c = 0; c < r; c++)
                    lower[r, c] = Math.Sin(r + 2 * c) / n;
            var expected = new Matrix(n, n);
            for (var i = 0; i < set.Length; i++)
            {
                var log = SpdFunction.Log(MatrixProduct.Congruence(lower, set[i]));
                for (var k = 0; k < n * n; k++) expected.Values[k] += shares[i] * log.Values[k];
            }

            using var wide = new LaneLogarithm<Width512, Vector512<double>>(set, shares);
            using var middle = new LaneLogarithm<Width256, Vector256<double>>(set, shares);
            using var narrow = new LaneLogarithm<Width128, Vector128<double>>(set, shares);
            Assert.All(new LogarithmSum[] { wide, middle, narrow }, sums =>
            {
                var actual = new Matrix(n, n);
                Assert.Equal(-1, sums.Sum(lower.Values, actual.Values, out _));
                AssertClose(expected, actual, 1e-11);
            });
        }
    }

    [Fact]
    public void Quadrature_is_as_exact_as_it_says()
    {
        foreach (var spread in new[] { 1, 2, 50, 1e3, 1e5, 1e8, 1e12, LogarithmQuadrature.LargestSpread })
        {
            var quadrature = LogarithmQuadrature.ForSpread(spread);
            Assert.True(quadrature.Shifts.Length <= LogarithmQuadrature.LargestCount);
            for (var i = 0; i <= 200; i++)
            {
                var value = Math.Pow(spread, i / 200.0 - 0.5);
                var sum = quadrature.Constant;
                for (var q = 0; q < quadrature.Shifts.Length; q++) sum -= quadrature.Weights[q] / (value + quadrature.Shifts[q]);
                Assert.Equal(Math.Log(value), sum, LogarithmQuadrature.Accuracy + 2e-14 * Math.Log(spread));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => LogarithmQuadrature.ForSpread(1e300));
    }

    private static Matrix Recomposed(double[] values, Matrix vectors)
    {
        var scaled = vectors.Clone();
        for (var r = 0; r < scaled.Rows; r++)
            foreach (ref var value in scaled.Row(r)) value *= values[r];
        return Naive(vectors.Transpose(), scaled);
    }
}
