using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>
/// The eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form, then the implicit QL
/// iteration with Wilkinson's shift (Golub and Van Loan, Matrix Computations, 4th ed., algorithms 8.3.1 and 8.3.3). Immutable.
/// </summary>
public sealed class SymmetricEigen
{
    private readonly double[] _values;

    private SymmetricEigen(double[] values, Matrix vectors)
    {
        _values = values;
        Vectors = vectors;
    }

    /// <summary>Eigenvalues [n], ascending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Orthonormal eigenvectors [n × n]: row i belongs to value i. Their signs are arbitrary, but the same on every call.</summary>
    public Matrix Vectors { get; }

    /// <summary>Decomposes a symmetric matrix.</summary>
    /// <param name="symmetric">[n × n]; the mean of both triangles is used.</param>
    /// <exception cref="GeometryException">A value is not a finite number.</exception>
    public static SymmetricEigen Of(Matrix symmetric)
    {
        SpdMatrix.ThrowIfNotSquare(symmetric);
        SpdMatrix.ThrowIfNotFinite(symmetric.Values, symmetric.Columns, "The matrix");
        var n = symmetric.Rows;
        var vectors = symmetric.Clone();
        MatrixProduct.Symmetrise(vectors.Values, n);
        var values = new double[n];
        Decompose(vectors.Values, values, new double[WorkspaceLength(n)]);
        return new SymmetricEigen(values, vectors);
    }

    /// <summary>Length of the workspace that <see cref="Decompose"/> needs for size n.</summary>
    internal static int WorkspaceLength(int n) => n * n + 3 * n;

    /// <summary>Replaces a symmetric matrix by its eigenvectors as rows. Allocates nothing.</summary>
    /// <param name="matrix">[n × n], symmetric; replaced.</param>
    /// <param name="values">[n], ascending; overwritten.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> values.</param>
    internal static void Decompose(Span<double> matrix, Span<double> values, Span<double> workspace)
    {
        var n = values.Length;
        Span<double> offDiagonal = workspace.Slice(0, n), scales = workspace.Slice(n, n), product = workspace.Slice(2 * n, n);
        Tridiagonalise(matrix, values, offDiagonal, scales, product);
        AccumulateReflections(matrix, workspace.Slice(3 * n, n * n), scales, n);
        Iterate(values, offDiagonal, matrix);
        Sort(values, matrix);
    }

    /// <summary>The eigenvalues alone, ascending.</summary>
    internal static void DecomposeValues(ReadOnlySpan<double> matrix, Span<double> values)
    {
        var n = values.Length;
        var copy = matrix.ToArray();
        Tridiagonalise(copy, values, out var offDiagonal);
        Iterate(values, offDiagonal, default);
        values.Sort();
    }

    private static void Tridiagonalise(Span<double> a, Span<double> diagonal, out double[] offDiagonal)
    {
        var n = diagonal.Length;
        offDiagonal = new double[n];
        Tridiagonalise(a, diagonal, offDiagonal, new double[n], new double[n]);
    }

    /// <summary>
    /// Reduces a to tridiagonal form. Row k of a then holds, from column k + 1, the vector v of reflection k, and scales[k] its factor:
    /// the reflection is I − scale · v · vᵀ. offDiagonal[k] couples k and k + 1.
    /// </summary>
    private static void Tridiagonalise(
        Span<double> a, Span<double> diagonal, Span<double> offDiagonal, Span<double> scales, Span<double> product)
    {
        var n = diagonal.Length;
        for (var k = 0; k < n - 1; k++)
        {
            diagonal[k] = a[k * n + k];
            var v = a.Slice(k * n + k + 1, n - k - 1);
            scales[k] = Householder.Reflect(v, out offDiagonal[k]);
            if (scales[k] == 0) continue;
            var p = product[..v.Length];
            for (var i = 0; i < v.Length; i++)
                p[i] = scales[k] * TensorPrimitives.Dot<double>(a.Slice((k + 1 + i) * n + k + 1, v.Length), v);
            TensorPrimitives.MultiplyAdd<double>(v, -0.5 * scales[k] * TensorPrimitives.Dot<double>(p, v), p, p);
            for (var i = 0; i < v.Length; i++)
            {
                var row = a.Slice((k + 1 + i) * n + k + 1, v.Length);
                TensorPrimitives.MultiplyAdd<double>(v, -p[i], row, row);
                TensorPrimitives.MultiplyAdd<double>(p, -v[i], row, row);
            }
        }

        diagonal[n - 1] = a[n * n - 1];
        offDiagonal[n - 1] = scales[n - 1] = 0;
    }

    /// <summary>Replaces the stored reflections in a by the transpose of their product.</summary>
    private static void AccumulateReflections(Span<double> a, Span<double> reflections, ReadOnlySpan<double> scales, int n)
    {
        a.CopyTo(reflections);
        a.Clear();
        for (var i = 0; i < n; i++) a[i * n + i] = 1;
        for (var k = n - 2; k >= 0; k--)
        {
            if (scales[k] == 0) continue;
            var v = reflections.Slice(k * n + k + 1, n - k - 1);
            for (var i = k + 1; i < n; i++)
                Householder.Apply(v, scales[k], a.Slice(i * n + k + 1, v.Length));
        }
    }

    /// <summary>Implicit QL on a tridiagonal matrix; rotates the rows of vectors unless they are empty.</summary>
    private static void Iterate(Span<double> d, Span<double> e, Span<double> vectors)
    {
        var n = d.Length;
        for (var first = 0; first < n; first++)
        {
            for (var round = 0; ; round++)
            {
                var last = first;
                while (last < n - 1 && !IsNegligible(e[last], d[last], d[last + 1])) last++;
                if (last == first) break;
                if (round == 60)
                {
                    throw new GeometryException(
                        $"The QL iteration found only {first} of {n} eigenvalues.", "The decomposition is incomplete.", "Rescale the matrix.");
                }

                Sweep(d, e, first, last, vectors);
            }
        }
    }

    private static bool IsNegligible(double coupling, double left, double right) =>
        Math.Abs(coupling) <= 1.1e-16 * (Math.Abs(left) + Math.Abs(right));

    private static void Sweep(Span<double> d, Span<double> e, int first, int last, Span<double> vectors)
    {
        var n = d.Length;
        var half = (d[first + 1] - d[first]) / (2 * e[first]);
        var root = double.Hypot(half, 1);
        var g = d[last] - d[first] + e[first] / (half + Math.CopySign(root, half));
        double sine = 1, cosine = 1, shift = 0;
        for (var i = last - 1; i >= first; i--)
        {
            double f = sine * e[i], b = cosine * e[i];
            var length = double.Hypot(f, g);
            e[i + 1] = length;
            if (length == 0)
            {
                d[i + 1] -= shift;
                e[last] = 0;
                return;
            }

            sine = f / length;
            cosine = g / length;
            g = d[i + 1] - shift;
            length = (d[i] - g) * sine + 2 * cosine * b;
            shift = sine * length;
            d[i + 1] = g + shift;
            g = cosine * length - b;
            if (!vectors.IsEmpty) PlaneRotation.Apply(vectors.Slice(i * n, n), vectors.Slice((i + 1) * n, n), cosine, sine);
        }

        d[first] -= shift;
        e[first] = g;
        e[last] = 0;
    }

    private static void Sort(Span<double> values, Span<double> vectors)
    {
        var n = values.Length;
        for (var i = 0; i < n - 1; i++)
        {
            var least = i + TensorPrimitives.IndexOfMin<double>(values[i..]);
            if (least == i) continue;
            (values[i], values[least]) = (values[least], values[i]);
            for (var k = 0; k < n; k++)
                (vectors[i * n + k], vectors[least * n + k]) = (vectors[least * n + k], vectors[i * n + k]);
        }
    }
}
