namespace Pons.Geometry.Kernels;

/// <summary>The logarithm of one positive definite tridiagonal matrix as a sum of explicit inverses.</summary>
internal static unsafe class TridiagonalLogarithm
{
    /// <summary>Poles that are summed in one pass over the result.</summary>
    private const int Poles = 4;

    /// <summary>Length of the tables for size n; aligned.</summary>
    internal static int WorkspaceLength(int n) => 2 * n * LogarithmQuadrature.LargestCount + 3 * PaddedMatrix.Block;

    /// <summary>Writes log T.</summary>
    /// <param name="n">Size.</param>
    /// <param name="diagonal">Diagonal of T [n].</param>
    /// <param name="coupling">Off-diagonal of T [n − 1].</param>
    /// <param name="target">The lower triangle [n × padded]; the rest becomes unspecified.</param>
    /// <param name="tables">Workspace.</param>
    /// <returns>False if T is not positive definite, or its eigenvalues lie too far apart.</returns>
    internal static bool TryRun<TWidth, TVector>(int n, double* diagonal, double* coupling, double* target, double* tables)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        double greatest = Norm(n, diagonal, coupling), least = 1 / InverseNorm(n, diagonal, coupling, tables);
        if (!(greatest <= LogarithmQuadrature.LargestSpread * least)) return false;
        var centre = Math.Sqrt(greatest * least);
        var quadrature = LogarithmQuadrature.ForSpread(greatest / least);
        var count = quadrature.Shifts.Length;
        double* corners = tables + n * count, hot = corners + n * count;
        Factor<TWidth, TVector>(n, diagonal, coupling, quadrature, centre, tables, corners);
        // One vector of zeros, a one, zeros: loaded from the right place it selects any element.
        new Span<double>(hot, 2 * PaddedMatrix.Block + 1).Clear();
        hot[PaddedMatrix.Block] = 1;
        new Span<double>(target, n * PaddedMatrix.Stride(n)).Clear();
        for (var pole = 0; pole < count; pole += Poles)
            for (var column = 0; column < n; column += 2 * TWidth.Count)
                Columns<TWidth, TVector>(n, column, count, tables + pole, corners + pole, hot, target);
        var constant = Math.Log(centre) + quadrature.Constant;
        for (var i = 0; i < n; i++) target[i * (PaddedMatrix.Stride(n) + 1)] += constant;
        return true;
    }

    /// <summary>
    /// For every pole, a lane each: T + shift = U · D · Uᵀ from the last row up, giving the factors −ratio by which a column of the inverse
    /// goes down; then its diagonal from the first row down, times −weight.
    /// </summary>
    private static void Factor<TWidth, TVector>(
        int n, double* diagonal, double* coupling, LogarithmQuadrature quadrature, double centre, double* ratios, double* corners)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var count = quadrature.Shifts.Length;
        fixed (double* shifts = quadrature.Shifts, weights = quadrature.Weights)
        {
            for (var q = 0; q < count; q += TWidth.Count)
            {
                TVector scale = TWidth.Create(centre), one = TWidth.Create(1), zero = default;
                TVector shift = TWidth.Multiply(scale, TWidth.Load(shifts + q)), ratio = zero;
                for (var i = n - 1; i >= 0; i--)
                {
                    var pivot = TWidth.Add(TWidth.Create(diagonal[i]), shift);
                    if (i < n - 1) pivot = TWidth.MultiplyAdd(TWidth.Create(coupling[i]), ratio, pivot);
                    var inverse = TWidth.Divide(one, pivot);
                    TWidth.Store(inverse, corners + i * count + q);
                    if (i == 0) break;
                    ratio = TWidth.Multiply(TWidth.Create(-coupling[i - 1]), inverse);
                    TWidth.Store(ratio, ratios + i * count + q);
                }

                var weight = TWidth.Subtract(zero, TWidth.Multiply(scale, TWidth.Load(weights + q)));
                var corner = TWidth.Multiply(weight, TWidth.Load(corners + q));
                TWidth.Store(corner, corners + q);
                for (var i = 1; i < n; i++)
                {
                    ratio = TWidth.Load(ratios + i * count + q);
                    corner = TWidth.MultiplyAdd(
                        TWidth.Multiply(ratio, ratio), corner, TWidth.Multiply(weight, TWidth.Load(corners + i * count + q)));
                    TWidth.Store(corner, corners + i * count + q);
                }
            }
        }
    }

    /// <summary>
    /// Two vectors of columns of the sum over four poles: a row of an inverse is the row above times a ratio, and its own corner.
    /// </summary>
    private static void Columns<TWidth, TVector>(
        int n, int column, int count, double* ratios, double* corners, double* hot, double* target)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var stride = PaddedMatrix.Stride(n);
        var second = column + TWidth.Count < stride;
        TVector a0, a1, b0, b1, c0, c1, d0, d1;
        a0 = a1 = b0 = b1 = c0 = c1 = d0 = d1 = default;
        for (var i = column; i < n; i++)
        {
            double* r = ratios + i * count, k = corners + i * count;
            TVector ra = TWidth.Create(r[0]), rb = TWidth.Create(r[1]), rc = TWidth.Create(r[2]), rd = TWidth.Create(r[3]);
            a0 = TWidth.Multiply(a0, ra);
            b0 = TWidth.Multiply(b0, rb);
            c0 = TWidth.Multiply(c0, rc);
            d0 = TWidth.Multiply(d0, rd);
            a1 = TWidth.Multiply(a1, ra);
            b1 = TWidth.Multiply(b1, rb);
            c1 = TWidth.Multiply(c1, rc);
            d1 = TWidth.Multiply(d1, rd);
            var place = i - column;
            if (place < TWidth.Count)
            {
                var one = TWidth.Load(hot + PaddedMatrix.Block - place);
                a0 = TWidth.MultiplyAdd(one, TWidth.Create(k[0]), a0);
                b0 = TWidth.MultiplyAdd(one, TWidth.Create(k[1]), b0);
                c0 = TWidth.MultiplyAdd(one, TWidth.Create(k[2]), c0);
                d0 = TWidth.MultiplyAdd(one, TWidth.Create(k[3]), d0);
            }
            else if (place < 2 * TWidth.Count)
            {
                var one = TWidth.Load(hot + PaddedMatrix.Block - (place - TWidth.Count));
                a1 = TWidth.MultiplyAdd(one, TWidth.Create(k[0]), a1);
                b1 = TWidth.MultiplyAdd(one, TWidth.Create(k[1]), b1);
                c1 = TWidth.MultiplyAdd(one, TWidth.Create(k[2]), c1);
                d1 = TWidth.MultiplyAdd(one, TWidth.Create(k[3]), d1);
            }

            var row = target + i * stride + column;
            TWidth.Store(TWidth.Add(TWidth.Load(row), TWidth.Add(TWidth.Add(a0, b0), TWidth.Add(c0, d0))), row);
            if (!second) continue;
            row += TWidth.Count;
            TWidth.Store(TWidth.Add(TWidth.Load(row), TWidth.Add(TWidth.Add(a1, b1), TWidth.Add(c1, d1))), row);
        }
    }

    /// <summary>The smaller of the Frobenius and the largest-row-sum norm of T, a bound of its largest eigenvalue.</summary>
    private static double Norm(int n, double* diagonal, double* coupling)
    {
        double squares = 0, rows = 0, before = 0;
        for (var i = 0; i < n; i++)
        {
            var after = i == n - 1 ? 0 : Math.Abs(coupling[i]);
            squares += diagonal[i] * diagonal[i] + 2 * after * after;
            rows = Math.Max(rows, Math.Abs(diagonal[i]) + before + after);
            before = after;
        }

        return Math.Min(Math.Sqrt(squares), rows);
    }

    /// <summary>
    /// The Frobenius norm of T⁻¹, a bound of the inverse of its least eigenvalue; not a number where T is not positive definite.
    /// </summary>
    private static double InverseNorm(int n, double* diagonal, double* coupling, double* work)
    {
        double* inverses = work, ratios = work + n, tails = work + 2 * n;
        double ratio = 0, tail = 0;
        for (var i = n - 1; i >= 0; i--)
        {
            var pivot = diagonal[i] - (i == n - 1 ? 0 : coupling[i] * ratio);
            if (!(pivot > 0)) return double.NaN;
            inverses[i] = 1 / pivot;
            tails[i] = tail;
            ratio = i == 0 ? 0 : coupling[i - 1] / pivot;
            ratios[i] = ratio;
            tail = ratio * ratio * (1 + tail);
        }

        double corner = 0, sum = 0;
        for (var i = 0; i < n; i++)
        {
            corner = inverses[i] + ratios[i] * ratios[i] * corner;
            sum += corner * corner * (1 + 2 * tails[i]);
        }

        return Math.Sqrt(sum);
    }
}
