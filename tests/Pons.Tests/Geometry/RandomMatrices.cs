using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Geometry;

/// <summary>Matrices with known properties, drawn from a seed.</summary>
internal static class RandomMatrices
{
    /// <summary>Sizes around the borders of vectors and blocks.</summary>
    internal static readonly int[] Sizes = [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 22, 24, 31, 33, 40];

    internal static int SizeOf(int seed) => Sizes[(int)((uint)seed % Sizes.Length)];

    internal static Matrix Gaussian(int seed, int rows, int columns) =>
        new(rows, columns, new SplitMix((ulong)(uint)seed + 1).Gaussians(rows * columns));

    internal static Matrix Symmetric(int seed, int n)
    {
        var g = Gaussian(seed, n, n);
        var symmetric = new Matrix(n, n);
        for (var r = 0; r < n; r++)
            for (var c = 0; c < n; c++)
                symmetric[r, c] = g[r, c] + g[c, r];
        return symmetric;
    }

    /// <summary>
    /// Positive definite with eigenvalues spread evenly on a logarithmic scale from 1 to the condition, in random directions.
    /// </summary>
    internal static Matrix Spd(int seed, int n, double condition = 100)
    {
        var directions = SymmetricEigen.Of(Symmetric(seed, n)).Vectors;
        var scaled = directions.Clone();
        for (var r = 0; r < n; r++)
            foreach (ref var value in scaled.Row(r)) value *= Math.Pow(condition, n == 1 ? 0.5 : (double)r / (n - 1));
        var product = MatrixProduct.Multiply(directions.Transpose(), scaled);
        return Symmetrised(product);
    }

    internal static Matrix Symmetrised(Matrix matrix)
    {
        var symmetric = matrix.Clone();
        for (var r = 0; r < matrix.Rows; r++)
            for (var c = 0; c < matrix.Rows; c++)
                symmetric[r, c] = 0.5 * (matrix[r, c] + matrix[c, r]);
        return symmetric;
    }

    internal static double Difference(Matrix a, Matrix b)
    {
        double difference = 0, scale = double.Epsilon;
        for (var i = 0; i < a.Values.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs(a.Values[i] - b.Values[i]));
            scale = Math.Max(scale, Math.Abs(b.Values[i]));
        }

        return a.Rows == b.Rows && a.Columns == b.Columns ? difference / scale : double.NaN;
    }

    internal static void AssertClose(Matrix expected, Matrix actual, double tolerance)
    {
        var difference = Difference(actual, expected);
        Assert.True(difference <= tolerance, $"{expected.Rows} × {expected.Columns}: differs by {difference:g3}, allowed {tolerance:g3}");
    }

    internal static MathNet.Numerics.LinearAlgebra.Matrix<double> ToMathNet(Matrix matrix) =>
        MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(matrix.Rows, matrix.Columns, matrix.Values.ToArray());

    internal static Matrix Naive(Matrix a, Matrix b)
    {
        var product = new Matrix(a.Rows, b.Columns);
        for (var r = 0; r < a.Rows; r++)
            for (var c = 0; c < b.Columns; c++)
                for (var k = 0; k < a.Columns; k++)
                    product[r, c] += a[r, k] * b[k, c];
        return product;
    }
}
