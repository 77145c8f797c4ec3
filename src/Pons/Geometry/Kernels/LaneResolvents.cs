using System.Runtime.CompilerServices;

namespace Pons.Geometry.Kernels;

/// <summary>Logarithms of symmetric positive definite tridiagonal matrices, one in each lane, as a sum of explicit inverses.</summary>
internal sealed unsafe class LaneResolvents<TWidth, TVector> : IDisposable
    where TWidth : struct, IVectorWidth<TVector>
    where TVector : struct
{
    private const int Group = LogarithmQuadrature.Group;
    private readonly int _n;
    private readonly AlignedBuffer _work;
    private readonly double* _ratios;
    private readonly double* _pivots;
    private readonly double* _corners;
    private double* _diagonal;
    private double* _coupling;
    private TVector _centre;
    private double _spread;

    internal LaneResolvents(int n)
    {
        _n = n;
        var table = (long)n * Group * TWidth.Count;
        _work = new AlignedBuffer(3 * table);
        _ratios = _work.Start;
        _pivots = _ratios + table;
        _corners = _pivots + table;
    }

    public void Dispose() => _work.Dispose();

    /// <summary>
    /// Bounds the spectrum of every lane: λmax by the smaller of the norms of T, λmin by the Frobenius norm of T⁻¹.
    /// </summary>
    /// <param name="diagonal">Diagonal of T [n × lane].</param>
    /// <param name="coupling">Off-diagonal of T [n − 1 × lane].</param>
    /// <param name="spread">The largest bound of λmax/λmin over the lanes.</param>
    /// <returns>The first lane that is not positive definite, or whose spread exceeds every use; −1 if there is none.</returns>
    internal int FirstNotPositive(double* diagonal, double* coupling, out double spread)
    {
        _diagonal = diagonal;
        _coupling = coupling;
        TVector least = InverseNorm(), greatest = Norm();
        var bounds = stackalloc double[2 * TWidth.Count];
        TWidth.Store(TWidth.Divide(TWidth.Create(1), least), bounds);
        TWidth.Store(greatest, bounds + TWidth.Count);
        spread = 1;
        for (var lane = 0; lane < TWidth.Count; lane++)
        {
            var ratio = bounds[TWidth.Count + lane] / bounds[lane];
            if (!(ratio <= LogarithmQuadrature.LargestSpread && bounds[lane] > 0)) return lane;
            spread = Math.Max(spread, ratio);
        }

        _spread = spread;
        _centre = TWidth.Sqrt(TWidth.Divide(greatest, least));
        return -1;
    }

    /// <summary>Writes log T of the matrix that was bounded last, lower triangle, rows rowStep apart.</summary>
    internal void Logarithm(double* target, int rowStep)
    {
        var quadrature = LogarithmQuadrature.ForSpread(_spread);
        var constant = stackalloc double[TWidth.Count];
        TWidth.Store(_centre, constant);
        for (var lane = 0; lane < TWidth.Count; lane++) constant[lane] = Math.Log(constant[lane]) + quadrature.Constant;
        for (var first = 0; first < quadrature.Shifts.Length; first += Group)
        {
            Factor(quadrature.Shifts.AsSpan(first, Group), quadrature.Weights.AsSpan(first, Group));
            for (var j = 0; j < _n; j++) Column(j, target + j * TWidth.Count, rowStep, first == 0);
        }

        for (var j = 0; j < _n; j++)
        {
            var diagonal = target + j * (rowStep + TWidth.Count);
            TWidth.Store(TWidth.Add(TWidth.Load(diagonal), TWidth.Load(constant)), diagonal);
        }
    }

    /// <summary>
    /// T + shift = U · D · Uᵀ from the last row up, then the diagonal of the inverse from the first row down; both times −weight.
    /// </summary>
    private void Factor(ReadOnlySpan<double> shifts, ReadOnlySpan<double> weights)
    {
        for (var half = 0; half < Group; half += 4)
        {
            var offset = half * TWidth.Count;
            TVector s0 = Scaled(shifts[half]), s1 = Scaled(shifts[half + 1]), s2 = Scaled(shifts[half + 2]), s3 = Scaled(shifts[half + 3]);
            TVector l0 = default, l1 = default, l2 = default, l3 = default;
            for (var i = _n - 1; i >= 0; i--)
            {
                var a = TWidth.Load(_diagonal + i * TWidth.Count);
                var e = i == _n - 1 ? default : TWidth.Load(_coupling + i * TWidth.Count);
                TVector d0 = TWidth.SubtractProduct(TWidth.Add(a, s0), e, l0), d1 = TWidth.SubtractProduct(TWidth.Add(a, s1), e, l1);
                TVector d2 = TWidth.SubtractProduct(TWidth.Add(a, s2), e, l2), d3 = TWidth.SubtractProduct(TWidth.Add(a, s3), e, l3);
                // One division for four reciprocals.
                TVector d01 = TWidth.Multiply(d0, d1), d23 = TWidth.Multiply(d2, d3);
                var all = TWidth.Divide(TWidth.Create(1), TWidth.Multiply(d01, d23));
                TVector r01 = TWidth.Multiply(all, d23), r23 = TWidth.Multiply(all, d01);
                TVector r0 = TWidth.Multiply(r01, d1), r1 = TWidth.Multiply(r01, d0);
                TVector r2 = TWidth.Multiply(r23, d3), r3 = TWidth.Multiply(r23, d2);
                StoreFour(_pivots + i * Group * TWidth.Count + offset, r0, r1, r2, r3);
                if (i == 0) break;
                var next = TWidth.Load(_coupling + (i - 1) * TWidth.Count);
                (l0, l1) = (TWidth.Multiply(next, r0), TWidth.Multiply(next, r1));
                (l2, l3) = (TWidth.Multiply(next, r2), TWidth.Multiply(next, r3));
                StoreFour(_ratios + i * Group * TWidth.Count + offset, l0, l1, l2, l3);
            }
        }

        Corners(weights);
    }

    private void Corners(ReadOnlySpan<double> weights)
    {
        for (var q = 0; q < Group; q++)
        {
            var weight = TWidth.Multiply(TWidth.Create(-weights[q]), _centre);
            var corner = TWidth.Multiply(weight, TWidth.Load(_pivots + q * TWidth.Count));
            TWidth.Store(corner, _corners + q * TWidth.Count);
            for (var i = 1; i < _n; i++)
            {
                var at = (i * Group + q) * TWidth.Count;
                var ratio = TWidth.Load(_ratios + at);
                var pivot = TWidth.Multiply(weight, TWidth.Load(_pivots + at));
                corner = TWidth.MultiplyAdd(TWidth.Multiply(ratio, ratio), corner, pivot);
                TWidth.Store(corner, _corners + at);
                // The columns go down by factors −ratio.
                TWidth.Store(TWidth.Subtract(default, ratio), _ratios + at);
            }
        }
    }

    /// <summary>Column j of the sum of the group, from the diagonal down.</summary>
    private void Column(int j, double* target, int rowStep, bool isFirst)
    {
        var at = _corners + j * Group * TWidth.Count;
        TVector x0 = At(at, 0), x1 = At(at, 1), x2 = At(at, 2), x3 = At(at, 3);
        TVector x4 = At(at, 4), x5 = At(at, 5), x6 = At(at, 6), x7 = At(at, 7);
        var ratio = _ratios + j * Group * TWidth.Count;
        for (var i = j; ;)
        {
            var sum = TWidth.Add(
                TWidth.Add(TWidth.Add(x0, x1), TWidth.Add(x2, x3)), TWidth.Add(TWidth.Add(x4, x5), TWidth.Add(x6, x7)));
            var element = target + i * rowStep;
            TWidth.Store(isFirst ? sum : TWidth.Add(sum, TWidth.Load(element)), element);
            if (++i == _n) return;
            ratio += Group * TWidth.Count;
            x0 = TWidth.Multiply(x0, At(ratio, 0));
            x1 = TWidth.Multiply(x1, At(ratio, 1));
            x2 = TWidth.Multiply(x2, At(ratio, 2));
            x3 = TWidth.Multiply(x3, At(ratio, 3));
            x4 = TWidth.Multiply(x4, At(ratio, 4));
            x5 = TWidth.Multiply(x5, At(ratio, 5));
            x6 = TWidth.Multiply(x6, At(ratio, 6));
            x7 = TWidth.Multiply(x7, At(ratio, 7));
        }
    }

    /// <summary>The Frobenius norm of T⁻¹; not a number, or negative, where T is not positive definite.</summary>
    private TVector InverseNorm()
    {
        TVector ratio = default, one = TWidth.Create(1), lowest = one;
        for (var i = _n - 1; i >= 0; i--)
        {
            var coupling = i == _n - 1 ? default : TWidth.Load(_coupling + i * TWidth.Count);
            var pivot = TWidth.SubtractProduct(TWidth.Load(_diagonal + i * TWidth.Count), coupling, ratio);
            lowest = TWidth.Min(lowest, pivot);
            var inverse = TWidth.Divide(one, pivot);
            TWidth.Store(inverse, _pivots + i * TWidth.Count);
            if (i == 0) break;
            ratio = TWidth.Multiply(inverse, TWidth.Load(_coupling + (i - 1) * TWidth.Count));
            TWidth.Store(ratio, _ratios + i * TWidth.Count);
        }

        return TWidth.WhereLess(default, lowest, TWidth.Sqrt(InverseSquares()), TWidth.Create(double.NaN));
    }

    private TVector InverseSquares()
    {
        // tail[i] = Σ over the rows below i of (X[r,i] / X[i,i])².
        TVector tail = default, two = TWidth.Create(2), one = TWidth.Create(1);
        for (var i = _n - 1; i > 0; i--)
        {
            TWidth.Store(tail, _corners + i * TWidth.Count);
            var ratio = TWidth.Load(_ratios + i * TWidth.Count);
            tail = TWidth.Multiply(TWidth.Multiply(ratio, ratio), TWidth.Add(one, tail));
        }

        TWidth.Store(tail, _corners);
        TVector corner = default, sum = default;
        for (var i = 0; i < _n; i++)
        {
            var ratio = i == 0 ? default : TWidth.Load(_ratios + i * TWidth.Count);
            corner = TWidth.MultiplyAdd(TWidth.Multiply(ratio, ratio), corner, TWidth.Load(_pivots + i * TWidth.Count));
            var weight = TWidth.MultiplyAdd(two, TWidth.Load(_corners + i * TWidth.Count), one);
            sum = TWidth.MultiplyAdd(TWidth.Multiply(corner, corner), weight, sum);
        }

        return sum;
    }

    /// <summary>The smaller of the Frobenius and the largest-row-sum norm of T.</summary>
    private TVector Norm()
    {
        TVector squares = default, rows = default, before = default, two = TWidth.Create(2);
        for (var i = 0; i < _n; i++)
        {
            var diagonal = TWidth.Load(_diagonal + i * TWidth.Count);
            var after = i == _n - 1 ? default : TWidth.Abs(TWidth.Load(_coupling + i * TWidth.Count));
            squares = TWidth.MultiplyAdd(diagonal, diagonal, TWidth.MultiplyAdd(two, TWidth.Multiply(after, after), squares));
            rows = TWidth.Max(rows, TWidth.Add(TWidth.Abs(diagonal), TWidth.Add(before, after)));
            before = after;
        }

        return TWidth.Min(TWidth.Sqrt(squares), rows);
    }

    private TVector Scaled(double shift) => TWidth.Multiply(TWidth.Create(shift), _centre);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(double* target, TVector a, TVector b, TVector c, TVector d)
    {
        TWidth.Store(a, target);
        TWidth.Store(b, target + TWidth.Count);
        TWidth.Store(c, target + 2 * TWidth.Count);
        TWidth.Store(d, target + 3 * TWidth.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector At(double* vector, int i) => TWidth.Load(vector + i * TWidth.Count);
}
