using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>
/// The thin singular value decomposition A = U · diag(s) · Vᵀ by Householder QR and one-sided Jacobi rotations (Demmel and Veselić 1992,
/// SIAM J. Matrix Anal. Appl. 13:1204, doi 10.1137/0613074). Small singular values keep their relative accuracy where the columns
/// of A are merely badly scaled; squaring A, which would halve the digits, is avoided. Immutable.
/// </summary>
public sealed class ThinSvd
{
    private const int MaximalSweeps = 60;

    private readonly double[] _values;

    private ThinSvd(double[] values, Matrix left, Matrix right)
    {
        _values = values;
        Left = left;
        Right = right;
    }

    /// <summary>Singular values [k], k = min(m, n), descending and not negative.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Left singular vectors [k × m]: row i belongs to value i. Where a value is zero, the row may be zero too.</summary>
    public Matrix Left { get; }

    /// <summary>Right singular vectors [k × n]: row i belongs to value i. Where a value is zero, the row may be zero too.</summary>
    public Matrix Right { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">[m × n].</param>
    /// <exception cref="GeometryException">A value is not a finite number.</exception>
    public static ThinSvd Of(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        SpdMatrix.ThrowIfNotFinite(matrix.Values, matrix.Columns, "The matrix");
        var wide = matrix.Rows <= matrix.Columns;
        var b = wide ? matrix.Clone() : matrix.Transpose();
        var (values, shortSide, longSide) = DecomposeWide(b);
        return new ThinSvd(values, wide ? shortSide : longSide, wide ? longSide : shortSide);
    }

    /// <summary>
    /// b [k × l], k ≤ l: with P the row order, P · b = L · Q; rotations J make the rows of Jᵀ · Lᵀ orthogonal, Jᵀ · Lᵀ = diag(s) · Uᵀ,
    /// so that b = (Pᵀ · U) · diag(s) · (Jᵀ · Q).
    /// </summary>
    private static (double[] Values, Matrix ShortSide, Matrix LongSide) DecomposeWide(Matrix b)
    {
        var k = b.Rows;
        var order = new int[k];
        var scales = new double[k];
        FactorLq(b, order, scales);
        var rows = UpperTriangle(b);
        var rotations = Matrix.Identity(k);
        Orthogonalise(rows, rotations);
        var longSide = MatrixProduct.Multiply(rotations, OrthonormalRows(b, scales));
        var norms = new double[k];
        for (var i = 0; i < k; i++) norms[i] = TensorPrimitives.Norm<double>(rows.Row(i));
        var descending = Enumerable.Range(0, k).OrderByDescending(i => norms[i]).ToArray();
        Matrix shortSorted = new(k, k), longSorted = new(k, b.Columns);
        for (var i = 0; i < k; i++)
        {
            var from = descending[i];
            longSide.Row(from).CopyTo(longSorted.Row(i));
            if (norms[from] == 0) continue;
            for (var c = 0; c < k; c++) shortSorted[i, order[c]] = rows[from, c] / norms[from];
        }

        return ([.. descending.Select(i => norms[i])], shortSorted, longSorted);
    }

    /// <summary>
    /// Householder LQ, at each step of the row with the largest rest: row i then holds L up to the diagonal and v[1..] behind it.
    /// </summary>
    private static void FactorLq(Matrix b, int[] order, double[] scales)
    {
        for (var i = 0; i < b.Rows; i++) order[i] = i;
        for (var i = 0; i < b.Rows; i++)
        {
            var pivot = LargestRest(b, i);
            Swap(b.Row(i), b.Row(pivot));
            (order[i], order[pivot]) = (order[pivot], order[i]);
            var v = b.Row(i)[i..];
            scales[i] = Householder.Reflect(v, out var image);
            if (scales[i] != 0)
                for (var r = i + 1; r < b.Rows; r++) Householder.Apply(v, scales[i], b.Row(r)[i..]);
            v[0] = image;
        }
    }

    private static int LargestRest(Matrix b, int first)
    {
        var best = first;
        var largest = -1.0;
        for (var r = first; r < b.Rows; r++)
        {
            var rest = TensorPrimitives.Norm<double>(b.Row(r)[first..]);
            if (rest > largest) (best, largest) = (r, rest);
        }

        return best;
    }

    private static Matrix UpperTriangle(Matrix b)
    {
        var upper = new Matrix(b.Rows, b.Rows);
        for (var r = 0; r < b.Rows; r++)
            for (var c = r; c < b.Rows; c++)
                upper[r, c] = b[c, r];
        return upper;
    }

    private static Matrix OrthonormalRows(Matrix b, double[] scales)
    {
        var q = new Matrix(b.Rows, b.Columns);
        for (var i = b.Rows - 1; i >= 0; i--)
        {
            q[i, i] = 1;
            if (scales[i] == 0) continue;
            var v = b.Row(i)[i..];
            v[0] = 1;
            for (var r = i; r < b.Rows; r++) Householder.Apply(v, scales[i], q.Row(r)[i..]);
        }

        return q;
    }

    /// <summary>One-sided Jacobi: rotates pairs of rows until all are orthogonal to working precision.</summary>
    private static void Orthogonalise(Matrix rows, Matrix rotations)
    {
        var k = rows.Rows;
        for (var sweep = 0; sweep < MaximalSweeps; sweep++)
        {
            var rotated = false;
            for (var i = 0; i < k - 1; i++)
                for (var j = i + 1; j < k; j++)
                    rotated |= RotatePair(rows.Row(i), rows.Row(j), rotations.Row(i), rotations.Row(j));
            if (!rotated) return;
        }

        throw new GeometryException(
            $"The Jacobi iteration on {k} rows did not end within {MaximalSweeps} sweeps.",
            "The singular values are not final.",
            "Rescale the matrix.");
    }

    private static bool RotatePair(Span<double> x, Span<double> y, Span<double> xRotations, Span<double> yRotations)
    {
        double xx = TensorPrimitives.SumOfSquares<double>(x), yy = TensorPrimitives.SumOfSquares<double>(y);
        var xy = TensorPrimitives.Dot<double>(x, y);
        if (Math.Abs(xy) <= x.Length * 1.2e-16 * Math.Sqrt(xx) * Math.Sqrt(yy)) return false;
        var half = (yy - xx) / (2 * xy);
        var tangent = Math.CopySign(1 / (Math.Abs(half) + double.Hypot(1, half)), half);
        var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        PlaneRotation.Apply(x, y, cosine, cosine * tangent);
        PlaneRotation.Apply(xRotations, yRotations, cosine, cosine * tangent);
        return true;
    }

    private static void Swap(Span<double> x, Span<double> y)
    {
        for (var i = 0; i < x.Length; i++) (x[i], y[i]) = (y[i], x[i]);
    }
}
