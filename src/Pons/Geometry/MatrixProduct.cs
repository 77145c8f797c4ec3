using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>
/// Products of dense matrices. The forms over spans allocate nothing and expect outputs that do not overlap the inputs. All members may
/// be called from any thread.
/// </summary>
public static class MatrixProduct
{
    /// <summary>a · b.</summary>
    /// <param name="a">[m × k].</param>
    /// <param name="b">[k × n].</param>
    /// <returns>[m × n], new.</returns>
    /// <exception cref="ArgumentException">The inner sizes differ.</exception>
    public static Matrix Multiply(Matrix a, Matrix b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ThrowIfDifferent(a.Columns, b.Rows);
        var product = new Matrix(a.Rows, b.Columns);
        Multiply(a.Values, b.Values, product.Values, a.Columns);
        return product;
    }

    /// <summary>a · bᵀ.</summary>
    /// <param name="a">[m × k].</param>
    /// <param name="b">[n × k].</param>
    /// <returns>[m × n], new.</returns>
    /// <exception cref="ArgumentException">The inner sizes differ.</exception>
    public static Matrix MultiplyTransposed(Matrix a, Matrix b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ThrowIfDifferent(a.Columns, b.Columns);
        var product = new Matrix(a.Rows, b.Rows);
        MultiplyTransposed(a.Values, b.Values, product.Values, a.Columns);
        return product;
    }

    /// <summary>w · c · wᵀ, made exactly symmetric.</summary>
    /// <param name="w">[m × n].</param>
    /// <param name="c">Symmetric [n × n].</param>
    /// <returns>[m × m], new.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Matrix Congruence(Matrix w, Matrix c)
    {
        ArgumentNullException.ThrowIfNull(w);
        SpdMatrix.ThrowIfNotOfSize(c, w.Columns);
        var product = new Matrix(w.Rows, w.Rows);
        Congruence(w.Values, c.Values, product.Values, new double[2 * w.Rows * w.Columns], w.Columns);
        return product;
    }

    /// <summary>a · b over spans; the sizes follow from the lengths and <paramref name="inner"/>.</summary>
    /// <param name="a">[m × inner].</param>
    /// <param name="b">[inner × n].</param>
    /// <param name="product">[m × n], overwritten.</param>
    /// <param name="inner">The shared size.</param>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product, int inner)
    {
        int rows = a.Length / inner, columns = b.Length / inner;
        ArgumentOutOfRangeException.ThrowIfLessThan(product.Length, rows * columns, nameof(product));
        unsafe
        {
            fixed (double* left = a, right = b, target = product) ProductKernel.Multiply(left, right, target, rows, inner, columns);
        }
    }

    /// <summary>
    /// a · bᵀ over spans; the sizes follow from the lengths and <paramref name="inner"/>. Where both are the same span, the product is exactly
    /// symmetric and costs half.
    /// </summary>
    /// <param name="a">[m × inner].</param>
    /// <param name="b">[n × inner].</param>
    /// <param name="product">[m × n], overwritten.</param>
    /// <param name="inner">The shared size.</param>
    public static void MultiplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product, int inner)
    {
        int rows = a.Length / inner, columns = b.Length / inner;
        ArgumentOutOfRangeException.ThrowIfLessThan(product.Length, rows * columns, nameof(product));
        unsafe
        {
            fixed (double* left = a, right = b, target = product) TransposedProductKernel.Multiply(left, right, target, rows, columns, inner);
        }
    }

    /// <summary>w · c · wᵀ over spans, exactly symmetric.</summary>
    /// <param name="w">[m × n].</param>
    /// <param name="c">Symmetric [n × n].</param>
    /// <param name="product">[m × m], overwritten.</param>
    /// <param name="workspace">At least 2 · m · n values, overwritten.</param>
    /// <param name="n">The size of <paramref name="c"/>.</param>
    public static void Congruence(
        ReadOnlySpan<double> w, ReadOnlySpan<double> c, Span<double> product, Span<double> workspace, int n)
    {
        var m = w.Length / n;
        Span<double> transposed = workspace[..(m * n)], right = workspace.Slice(m * n, m * n);
        Transpose(w, transposed, n);
        Multiply(c, transposed, right, n);
        Multiply(w, right, product, n);
        Symmetrise(product, m);
    }

    /// <summary>Exchanges rows and columns.</summary>
    internal static void Transpose(ReadOnlySpan<double> matrix, Span<double> transposed, int columns)
    {
        var rows = matrix.Length / columns;
        ArgumentOutOfRangeException.ThrowIfLessThan(transposed.Length, rows * columns, nameof(transposed));
        unsafe
        {
            fixed (double* from = matrix, to = transposed) TransposeKernel.Run(from, to, rows, columns);
        }
    }

    /// <summary>Replaces a nearly symmetric matrix by the mean of itself and its transpose.</summary>
    /// <param name="matrix">[n × n], changed.</param>
    /// <param name="n">Its size.</param>
    internal static void Symmetrise(Span<double> matrix, int n)
    {
        for (var r = 1; r < n; r++)
            for (var c = 0; c < r; c++)
                matrix[r * n + c] = matrix[c * n + r] = 0.5 * (matrix[r * n + c] + matrix[c * n + r]);
    }

    private static void ThrowIfDifferent(int a, int b)
    {
        if (a != b) throw new ArgumentException($"The inner sizes of the product are {a} and {b}; they must be equal.");
    }
}
