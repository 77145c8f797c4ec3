using System.Runtime.CompilerServices;

namespace Pons.Geometry.Kernels;

/// <summary>
/// The weighted sum of log(X · Cᵢ · Xᵀ) over many matrices, several at once: element (r, c) of as many matrices as a vector has lanes
/// stands
/// in one vector, so every step is uniform arithmetic without shuffles. Each matrix is whitened by X, reduced to tridiagonal form by
/// reflections, its logarithm summed from the resolvents of <see cref="LogarithmQuadrature"/>, and the reflections taken back.
/// </summary>
internal sealed unsafe class LaneLogarithm<TWidth, TVector> : LogarithmSum
    where TWidth : struct, IVectorWidth<TVector>
    where TVector : struct
{
    private const int RowBlock = 4;

    private readonly int _n;
    private readonly int _count;
    private readonly int _padded;
    private readonly int _groups;
    private readonly int _rowStep;
    private readonly long _groupLength;
    private readonly AlignedBuffer _matrices;
    private readonly AlignedBuffer _work;
    private readonly double* _x;
    private readonly double* _product;
    private readonly double* _a;
    private readonly double* _reflections;
    private readonly double* _scales;
    private readonly double* _diagonal;
    private readonly double* _coupling;
    private readonly double* _p;
    private readonly double* _zero;
    private readonly double* _w;
    private readonly double* _sum;
    private readonly double* _shares;
    private readonly LaneResolvents<TWidth, TVector> _resolvents;

    internal LaneLogarithm(IReadOnlyList<Matrix> matrices, double[] shares)
    {
        _n = matrices[0].Rows;
        _count = matrices.Count;
        _padded = (_n + RowBlock - 1) / RowBlock * RowBlock;
        _groups = (_count + TWidth.Count - 1) / TWidth.Count;
        _rowStep = _padded * TWidth.Count;
        _groupLength = (long)_padded * _rowStep;
        _matrices = new AlignedBuffer(_groups * _groupLength);
        var line = (long)_padded * TWidth.Count;
        _work = new AlignedBuffer(4 * _groupLength + 6 * line + _groups * TWidth.Count + _padded * _padded + 8);
        _product = _work.Start;
        _a = _product + _groupLength;
        _reflections = _a + _groupLength;
        _sum = _reflections + _groupLength;
        _scales = _sum + _groupLength;
        _diagonal = _scales + line;
        _coupling = _diagonal + line;
        _p = _coupling + line;
        _zero = _p + line;
        _w = _zero + line;
        _shares = _w + line;
        _x = _shares + _groups * TWidth.Count;
        _resolvents = new LaneResolvents<TWidth, TVector>(_n);
        Pack(matrices, shares);
    }

    public override void Dispose()
    {
        _matrices.Dispose();
        _work.Dispose();
        _resolvents.Dispose();
    }

    internal override int Sum(ReadOnlySpan<double> lower, Span<double> sum, out double spread)
    {
        for (var r = 0; r < _n; r++)
            for (var c = 0; c < _n; c++)
                _x[r * _padded + c] = lower[r * _n + c];
        new Span<double>(_sum, (int)_groupLength).Clear();
        spread = 1;
        for (var group = 0; group < _groups; group++)
        {
            Whiten(_matrices.Start + group * _groupLength);
            Tridiagonalise();
            var bad = _resolvents.FirstNotPositive(_diagonal, _coupling, out var groupSpread);
            if (bad >= 0 && group * TWidth.Count + bad < _count) return group * TWidth.Count + bad;
            spread = Math.Max(spread, groupSpread);
            _resolvents.Logarithm(_a, _rowStep);
            ReflectBack();
            Accumulate(TWidth.Load(_shares + group * TWidth.Count));
        }

        Reduce(sum);
        return -1;
    }

    private void Pack(IReadOnlyList<Matrix> matrices, double[] shares)
    {
        for (var i = 0; i < _groups * TWidth.Count; i++)
        {
            // Lanes left over hold the first matrix with weight zero.
            var values = matrices[i < _count ? i : 0].Values;
            _shares[i] = i < _count ? shares[i] : 0;
            var lane = _matrices.Start + i / TWidth.Count * _groupLength + i % TWidth.Count;
            for (var r = 0; r < _n; r++)
                for (var c = 0; c < _n; c++)
                    lane[(r * _padded + c) * TWidth.Count] = 0.5 * (values[r * _n + c] + values[c * _n + r]);
        }
    }

    /// <summary>a ← X · C · Xᵀ, lower triangle.</summary>
    private void Whiten(double* c)
    {
        for (var r = 0; r < _padded; r += RowBlock)
            for (var column = 0; column < _padded; column += 2)
                Block(_x + r * _padded, c + column * TWidth.Count, r + RowBlock, _product + column * _rowStep + r * TWidth.Count);
        for (var r = 0; r < _padded; r += RowBlock)
            for (var column = r; column < _padded; column += 2)
                Block(_x + r * _padded, _product + column * TWidth.Count, r + RowBlock, _a + column * _rowStep + r * TWidth.Count);
    }

    /// <summary>Four rows of X times two columns of lanes, stored transposed.</summary>
    private void Block(double* x, double* b, int inner, double* target)
    {
        TVector a00, a01, a10, a11, a20, a21, a30, a31;
        a00 = a01 = a10 = a11 = a20 = a21 = a30 = a31 = default;
        double* x1 = x + _padded, x2 = x1 + _padded, x3 = x2 + _padded;
        for (var k = 0; k < inner; k++)
        {
            TVector b0 = TWidth.Load(b), b1 = TWidth.Load(b + TWidth.Count);
            b += _rowStep;
            var factor = TWidth.Create(x[k]);
            a00 = TWidth.MultiplyAdd(factor, b0, a00);
            a01 = TWidth.MultiplyAdd(factor, b1, a01);
            factor = TWidth.Create(x1[k]);
            a10 = TWidth.MultiplyAdd(factor, b0, a10);
            a11 = TWidth.MultiplyAdd(factor, b1, a11);
            factor = TWidth.Create(x2[k]);
            a20 = TWidth.MultiplyAdd(factor, b0, a20);
            a21 = TWidth.MultiplyAdd(factor, b1, a21);
            factor = TWidth.Create(x3[k]);
            a30 = TWidth.MultiplyAdd(factor, b0, a30);
            a31 = TWidth.MultiplyAdd(factor, b1, a31);
        }

        TWidth.Store(a00, target);
        TWidth.Store(a10, target + TWidth.Count);
        TWidth.Store(a20, target + 2 * TWidth.Count);
        TWidth.Store(a30, target + 3 * TWidth.Count);
        TWidth.Store(a01, target + _rowStep);
        TWidth.Store(a11, target + _rowStep + TWidth.Count);
        TWidth.Store(a21, target + _rowStep + 2 * TWidth.Count);
        TWidth.Store(a31, target + _rowStep + 3 * TWidth.Count);
    }

    /// <summary>
    /// Reduces a to diagonal and coupling. The rank-two update of one reflection is carried out in the same pass over memory as the
    /// product for the next one.
    /// </summary>
    private void Tridiagonalise()
    {
        double* v = _zero, w = _zero;
        for (var k = 0; k < _n; k++)
        {
            UpdateColumn(k, v, w);
            TWidth.Store(TWidth.Load(_a + k * _rowStep + k * TWidth.Count), _diagonal + k * TWidth.Count);
            if (k == _n - 1) break;
            if (k == _n - 2)
            {
                TWidth.Store(TWidth.Load(_a + (k + 1) * _rowStep + k * TWidth.Count), _coupling + k * TWidth.Count);
                continue;
            }

            var u = _reflections + k * _rowStep;
            Reflect(k, u);
            Clear(_p, k + 1);
            UpdateAndMultiply(k + 1, v, w, u);
            FinishUpdate(k, k + 1, u);
            v = u;
            w = _w;
        }
    }

    /// <summary>Column k of a, from row k on, after the update by v and w.</summary>
    private void UpdateColumn(int k, double* v, double* w)
    {
        TVector vk = At(v, k), wk = At(w, k);
        for (var i = k; i < _n; i++)
        {
            var target = _a + i * _rowStep + k * TWidth.Count;
            var value = TWidth.SubtractProduct(TWidth.Load(target), At(v, i), wk);
            TWidth.Store(TWidth.SubtractProduct(value, At(w, i), vk), target);
        }
    }

    /// <summary>Makes the reflection that clears column k below the coupling.</summary>
    private void Reflect(int k, double* u)
    {
        var squares = default(TVector);
        for (var i = k + 1; i < _n; i++)
        {
            var value = TWidth.Load(_a + i * _rowStep + k * TWidth.Count);
            squares = TWidth.MultiplyAdd(value, value, squares);
            TWidth.Store(value, u + i * TWidth.Count);
        }

        TVector zero = default, head = At(u, k + 1), norm = TWidth.Sqrt(squares);
        var signed = TWidth.WhereLess(head, zero, norm, TWidth.Subtract(zero, norm));
        TWidth.Store(signed, _coupling + k * TWidth.Count);
        TWidth.Store(TWidth.Subtract(head, signed), u + (k + 1) * TWidth.Count);
        // 2 / uᵀu; a column that is already zero keeps the identity.
        var half = TWidth.MultiplyAdd(norm, TWidth.Abs(head), squares);
        var tiny = TWidth.Create(1e-280);
        var scale = TWidth.Divide(TWidth.Create(1), TWidth.Max(half, tiny));
        TWidth.Store(TWidth.WhereLess(half, tiny, zero, scale), _scales + k * TWidth.Count);
    }

    /// <summary>On the triangle from row and column first on: a ← a − v·wᵀ − w·vᵀ and p ← p + a·u.</summary>
    private void UpdateAndMultiply(int first, double* v, double* w, double* u)
    {
        var i = first;
        for (; i + RowBlock <= _n; i += RowBlock)
        {
            UpdateRows(i, first, i, v, w, u);
            for (var r = 0; r < RowBlock; r++) UpdateRow(i + r, i, v, w, u);
        }

        for (; i < _n; i++) UpdateRow(i, first, v, w, u);
    }

    /// <summary>Four rows of the update, columns from first up to end.</summary>
    private void UpdateRows(int i, int first, int end, double* v, double* w, double* u)
    {
        TVector v0 = At(v, i), v1 = At(v, i + 1), v2 = At(v, i + 2), v3 = At(v, i + 3);
        TVector w0 = At(w, i), w1 = At(w, i + 1), w2 = At(w, i + 2), w3 = At(w, i + 3);
        TVector u0 = At(u, i), u1 = At(u, i + 1), u2 = At(u, i + 2), u3 = At(u, i + 3);
        TVector p0 = At(_p, i), p1 = At(_p, i + 1), p2 = At(_p, i + 2), p3 = At(_p, i + 3);
        var row = _a + i * _rowStep;
        double* row1 = row + _rowStep, row2 = row1 + _rowStep, row3 = row2 + _rowStep;
        var p = _p;
        for (var j = first * TWidth.Count; j < end * TWidth.Count; j += TWidth.Count)
        {
            TVector vj = TWidth.Load(v + j), wj = TWidth.Load(w + j), uj = TWidth.Load(u + j);
            var a0 = TWidth.SubtractProduct(TWidth.SubtractProduct(TWidth.Load(row + j), v0, wj), w0, vj);
            var a1 = TWidth.SubtractProduct(TWidth.SubtractProduct(TWidth.Load(row1 + j), v1, wj), w1, vj);
            var a2 = TWidth.SubtractProduct(TWidth.SubtractProduct(TWidth.Load(row2 + j), v2, wj), w2, vj);
            var a3 = TWidth.SubtractProduct(TWidth.SubtractProduct(TWidth.Load(row3 + j), v3, wj), w3, vj);
            TWidth.Store(a0, row + j);
            TWidth.Store(a1, row1 + j);
            TWidth.Store(a2, row2 + j);
            TWidth.Store(a3, row3 + j);
            p0 = TWidth.MultiplyAdd(a0, uj, p0);
            p1 = TWidth.MultiplyAdd(a1, uj, p1);
            p2 = TWidth.MultiplyAdd(a2, uj, p2);
            p3 = TWidth.MultiplyAdd(a3, uj, p3);
            var upper = TWidth.MultiplyAdd(a1, u1, TWidth.MultiplyAdd(a0, u0, TWidth.Load(p + j)));
            TWidth.Store(TWidth.MultiplyAdd(a3, u3, TWidth.MultiplyAdd(a2, u2, upper)), p + j);
        }

        TWidth.Store(p0, _p + i * TWidth.Count);
        TWidth.Store(p1, _p + (i + 1) * TWidth.Count);
        TWidth.Store(p2, _p + (i + 2) * TWidth.Count);
        TWidth.Store(p3, _p + (i + 3) * TWidth.Count);
    }

    /// <summary>One row of the update, columns from first up to and with the diagonal.</summary>
    private void UpdateRow(int i, int first, double* v, double* w, double* u)
    {
        TVector vi = At(v, i), wi = At(w, i), ui = At(u, i), pi = At(_p, i);
        var row = _a + i * _rowStep;
        for (var j = first; j <= i; j++)
        {
            var value = TWidth.SubtractProduct(TWidth.Load(row + j * TWidth.Count), vi, At(w, j));
            value = TWidth.SubtractProduct(value, wi, At(v, j));
            TWidth.Store(value, row + j * TWidth.Count);
            pi = TWidth.MultiplyAdd(value, At(u, j), pi);
            if (j < i) TWidth.Store(TWidth.MultiplyAdd(value, ui, At(_p, j)), _p + j * TWidth.Count);
        }

        TWidth.Store(pi, _p + i * TWidth.Count);
    }

    /// <summary>
    /// Four rows of the update left of the support of the reflections, where v and u are zero: a ← a − v·wᵀ, p ← p + aᵀ·u.
    /// </summary>
    private void UpdateLeft(int i, int end, double* v, double* w, double* u)
    {
        TVector v0 = At(v, i), v1 = At(v, i + 1), v2 = At(v, i + 2), v3 = At(v, i + 3);
        TVector u0 = At(u, i), u1 = At(u, i + 1), u2 = At(u, i + 2), u3 = At(u, i + 3);
        var row = _a + i * _rowStep;
        double* row1 = row + _rowStep, row2 = row1 + _rowStep, row3 = row2 + _rowStep;
        var p = _p;
        for (var j = 0; j < end * TWidth.Count; j += TWidth.Count)
        {
            var wj = TWidth.Load(w + j);
            var a0 = TWidth.SubtractProduct(TWidth.Load(row + j), v0, wj);
            var a1 = TWidth.SubtractProduct(TWidth.Load(row1 + j), v1, wj);
            var a2 = TWidth.SubtractProduct(TWidth.Load(row2 + j), v2, wj);
            var a3 = TWidth.SubtractProduct(TWidth.Load(row3 + j), v3, wj);
            TWidth.Store(a0, row + j);
            TWidth.Store(a1, row1 + j);
            TWidth.Store(a2, row2 + j);
            TWidth.Store(a3, row3 + j);
            var upper = TWidth.MultiplyAdd(a1, u1, TWidth.MultiplyAdd(a0, u0, TWidth.Load(p + j)));
            TWidth.Store(TWidth.MultiplyAdd(a3, u3, TWidth.MultiplyAdd(a2, u2, upper)), p + j);
        }
    }

    private void UpdateRowLeft(int i, int end, double* v, double* w, double* u)
    {
        TVector vi = At(v, i), ui = At(u, i);
        var row = _a + i * _rowStep;
        for (var j = 0; j < end; j++)
        {
            var value = TWidth.SubtractProduct(TWidth.Load(row + j * TWidth.Count), vi, At(w, j));
            TWidth.Store(value, row + j * TWidth.Count);
            TWidth.Store(TWidth.MultiplyAdd(value, ui, At(_p, j)), _p + j * TWidth.Count);
        }
    }

    /// <summary>w ← β·p − (β²/2 · pᵀu) · u over the elements from first on; u is zero up to k.</summary>
    private void FinishUpdate(int k, int first, double* u)
    {
        var support = k + 1;
        var dot = default(TVector);
        for (var i = support; i < _n; i++) dot = TWidth.MultiplyAdd(At(_p, i), At(u, i), dot);
        var scale = At(_scales, k);
        var half = TWidth.Multiply(TWidth.Create(0.5), TWidth.Multiply(TWidth.Multiply(scale, scale), dot));
        for (var i = first; i < support; i++) TWidth.Store(TWidth.Multiply(scale, At(_p, i)), _w + i * TWidth.Count);
        for (var i = support; i < _n; i++)
            TWidth.Store(TWidth.SubtractProduct(TWidth.Multiply(scale, At(_p, i)), half, At(u, i)), _w + i * TWidth.Count);
    }

    /// <summary>a ← Q · a · Qᵀ except for the last update, which <see cref="Accumulate"/> carries out.</summary>
    private void ReflectBack()
    {
        double* v = _zero, w = _zero;
        for (var k = _n - 3; k >= 0; k--)
        {
            var u = _reflections + k * _rowStep;
            // The vector of this reflection begins at k + 1; what the reduction left before it must not count.
            TWidth.Store(default, u + k * TWidth.Count);
            Clear(_p, 0);
            var i = k + 1;
            for (; i + RowBlock <= _n; i += RowBlock)
            {
                UpdateLeft(i, k + 1, v, w, u);
                UpdateRows(i, k + 1, i, v, w, u);
                for (var r = 0; r < RowBlock; r++) UpdateRow(i + r, i, v, w, u);
            }

            for (; i < _n; i++)
            {
                UpdateRowLeft(i, k + 1, v, w, u);
                UpdateRow(i, k + 1, v, w, u);
            }

            FinishUpdate(k, 0, u);
            v = u;
            w = _w;
        }
    }

    private void Accumulate(TVector share)
    {
        var hasUpdate = _n >= 3;
        double* v = hasUpdate ? _reflections : _zero, w = hasUpdate ? _w : _zero;
        for (var i = 0; i < _n; i++)
        {
            // The first reflection has no element 0.
            TVector vi = i == 0 ? default : At(v, i), wi = At(w, i);
            for (var j = 0; j <= i; j++)
            {
                var at = i * _rowStep + j * TWidth.Count;
                var value = TWidth.SubtractProduct(TWidth.Load(_a + at), vi, At(w, j));
                if (j > 0) value = TWidth.SubtractProduct(value, wi, At(v, j));
                TWidth.Store(TWidth.MultiplyAdd(share, value, TWidth.Load(_sum + at)), _sum + at);
            }
        }
    }

    private void Reduce(Span<double> sum)
    {
        for (var i = 0; i < _n; i++)
            for (var j = 0; j <= i; j++)
                sum[i * _n + j] = sum[j * _n + i] = TWidth.Sum(TWidth.Load(_sum + i * _rowStep + j * TWidth.Count));
    }

    private void Clear(double* vector, int first) =>
        new Span<double>(vector + first * TWidth.Count, (_n - first) * TWidth.Count).Clear();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector At(double* vector, int i) => TWidth.Load(vector + i * TWidth.Count);
}
