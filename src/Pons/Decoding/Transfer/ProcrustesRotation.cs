using Pons.Geometry;

namespace Pons.Decoding.Transfer;

/// <summary>
/// The orthogonal Q that brings matrices Bₖ nearest to matrices Aₖ, Σ ‖Aₖ − Q · Bₖ · Qᵀ‖² (Rodrigues et al. 2019,
/// doi 10.1109/TBME.2018.2889705, eq. 35, with the Euclidean distance). The sum of Σ tr(Aₖ · Q · Bₖ · Qᵀ), which is to be largest, is convex
/// once Aₖ and Bₖ have no negative eigenvalue, so the nearest orthogonal matrix to its slope never makes it smaller (minorisation, as in Kiers
/// 1990, doi 10.1007/BF02294758). Multiples of the identity change nothing but the speed and are taken away first.
/// </summary>
internal static class ProcrustesRotation
{
    private const int MostSteps = 2000;
    private const double SmallestStep = 1e-10;

    /// <summary>Finds it, from the best of several starts; a local optimum for more than one pair.</summary>
    public static Matrix Of(IReadOnlyList<Matrix> a, IReadOnlyList<Matrix> b)
    {
        Matrix[] first = [.. a.Select(WithoutLeast)], second = [.. b.Select(WithoutLeast)];
        return Starts(first, second).Select(q => Ascend(q, first, second)).MaxBy(q => Gain(q, first, second))!;
    }

    /// <summary>What is left over, Σ ‖Aₖ − Q · Bₖ · Qᵀ‖².</summary>
    public static double Loss(Matrix q, IReadOnlyList<Matrix> a, IReadOnlyList<Matrix> b)
    {
        var loss = 0.0;
        for (var k = 0; k < a.Count; k++)
        {
            var moved = MatrixProduct.Congruence(q, b[k]);
            for (var i = 0; i < moved.Values.Length; i++) loss += Math.Pow(a[k].Values[i] - moved.Values[i], 2);
        }

        return loss;
    }

    /// <summary>
    /// No rotation, and for each pair the one that brings eigenvectors to eigenvectors; their signs are those under which the sums over all
    /// pairs agree best (leading eigenvector of the products, entry by entry).
    /// </summary>
    private static IEnumerable<Matrix> Starts(Matrix[] a, Matrix[] b)
    {
        yield return Matrix.Identity(a[0].Rows);
        for (var k = 0; k < a.Length; k++)
        {
            var (u, v) = (VectorsOf(a[k]), VectorsOf(b[k]));
            var agreement = new Matrix(u.Rows, u.Rows);
            for (var j = 0; j < a.Length; j++)
            {
                var (x, y) = (MatrixProduct.Congruence(u, a[j]), MatrixProduct.Congruence(v, b[j]));
                for (var i = 0; i < agreement.Values.Length; i++) agreement.Values[i] += j == k ? 0 : x.Values[i] * y.Values[i];
            }

            var signs = VectorsOf(Symmetric(agreement)).Row(0).ToArray();
            for (var i = 0; i < signs.Length; i++)
                if (signs[i] < 0)
                    foreach (ref var value in v.Row(i)) value = -value;
            yield return MatrixProduct.Multiply(u.Transpose(), v);
        }
    }

    private static Matrix Ascend(Matrix q, Matrix[] a, Matrix[] b)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var next = Nearest(Slope(q, a, b));
            var moved = 0.0;
            for (var i = 0; i < q.Values.Length; i++) moved += Math.Pow(next.Values[i] - q.Values[i], 2);
            q = next;
            if (moved < SmallestStep * SmallestStep) break;
        }

        return q;
    }

    private static Matrix Slope(Matrix q, Matrix[] a, Matrix[] b)
    {
        var slope = new Matrix(q.Rows, q.Rows);
        for (var k = 0; k < a.Length; k++)
        {
            var term = MatrixProduct.Multiply(MatrixProduct.Multiply(a[k], q), b[k]);
            for (var i = 0; i < slope.Values.Length; i++) slope.Values[i] += term.Values[i];
        }

        return slope;
    }

    private static double Gain(Matrix q, Matrix[] a, Matrix[] b)
    {
        var (slope, gain) = (Slope(q, a, b), 0.0);
        for (var i = 0; i < slope.Values.Length; i++) gain += slope.Values[i] * q.Values[i];
        return gain;
    }

    /// <summary>The orthogonal matrix nearest to another.</summary>
    private static Matrix Nearest(Matrix matrix)
    {
        var svd = ThinSvd.Of(matrix);
        return MatrixProduct.Multiply(svd.Left.Transpose(), svd.Right);
    }

    /// <summary>Eigenvectors as rows, that of the largest eigenvalue first.</summary>
    private static Matrix VectorsOf(Matrix symmetric)
    {
        var eigen = SymmetricEigen.Of(symmetric);
        var vectors = eigen.Vectors.Clone();
        for (var i = 0; i < vectors.Rows; i++) eigen.Vectors.Row(vectors.Rows - 1 - i).CopyTo(vectors.Row(i));
        return vectors;
    }

    private static Matrix Symmetric(Matrix m)
    {
        var symmetric = m.Clone();
        for (var r = 0; r < m.Rows; r++)
            for (var c = 0; c < m.Rows; c++) symmetric[r, c] = (m[r, c] + m[c, r]) / 2;
        return symmetric;
    }

    private static Matrix WithoutLeast(Matrix spd)
    {
        var shifted = spd.Clone();
        var least = SymmetricEigen.Of(spd).Values[0];
        for (var i = 0; i < spd.Rows; i++) shifted[i, i] -= least;
        return shifted;
    }
}
