using System.Numerics.Tensors;

namespace Pons.Geometry.Kernels;

/// <summary>
/// The exponential of a symmetric matrix of moderate norm by scaling, a Taylor polynomial of degree twelve in the scheme of Paterson and
/// Stockmeyer (Higham 2008, Functions of Matrices, section 4.2 and 10.3), and squaring: five products instead of eigenvectors.
/// </summary>
internal static class TaylorExponential
{
    /// <summary>The Frobenius norm up to which the first term left out is below the machine precision.</summary>
    private const double LargestNorm = 0.35;

    private static readonly double[] Coefficients = [.. Enumerable.Range(0, 13).Select(k => 1 / Factorial(k))];

    /// <summary>exp(factor · symmetric), new.</summary>
    internal static Matrix Of(Matrix symmetric, double factor)
    {
        var norm = Math.Abs(factor) * TensorPrimitives.Norm<double>(symmetric.Values);
        var squarings = norm > LargestNorm ? (int)Math.Ceiling(Math.Log2(norm / LargestNorm)) : 0;
        var a = symmetric.Clone();
        TensorPrimitives.Multiply(a.Values, Math.ScaleB(factor, -squarings), a.Values);
        var result = Polynomial(a);
        for (var i = 0; i < squarings; i++) result = MatrixProduct.Multiply(result, result);
        MatrixProduct.Symmetrise(result.Values, result.Rows);
        return result;
    }

    private static Matrix Polynomial(Matrix a)
    {
        var square = MatrixProduct.Multiply(a, a);
        var cube = MatrixProduct.Multiply(square, a);
        var fourth = MatrixProduct.Multiply(square, square);
        var high = Combination(a, square, cube, 8);
        TensorPrimitives.MultiplyAdd(fourth.Values, Coefficients[12], high.Values, high.Values);
        var middle = MatrixProduct.Multiply(fourth, high);
        TensorPrimitives.Add<double>(middle.Values, Combination(a, square, cube, 4).Values, middle.Values);
        var low = MatrixProduct.Multiply(fourth, middle);
        TensorPrimitives.Add<double>(low.Values, Combination(a, square, cube, 0).Values, low.Values);
        return low;
    }

    /// <summary>Four terms of the series from one power on, that power divided out.</summary>
    private static Matrix Combination(Matrix a, Matrix square, Matrix cube, int first)
    {
        var sum = new Matrix(a.Rows, a.Rows);
        for (var i = 0; i < a.Rows; i++) sum.Values[i * (a.Rows + 1)] = Coefficients[first];
        TensorPrimitives.MultiplyAdd(a.Values, Coefficients[first + 1], sum.Values, sum.Values);
        TensorPrimitives.MultiplyAdd(square.Values, Coefficients[first + 2], sum.Values, sum.Values);
        TensorPrimitives.MultiplyAdd(cube.Values, Coefficients[first + 3], sum.Values, sum.Values);
        return sum;
    }

    private static double Factorial(int k) => k == 0 ? 1 : k * Factorial(k - 1);
}
