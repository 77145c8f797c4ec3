namespace Pons.Geometry.Kernels;

/// <summary>
/// Q · T · Qᵀ of one symmetric matrix, T tridiagonal, Q a product of reflections (Golub and Van Loan, Matrix Computations, 4th ed.,
/// algorithm 8.3.1). Rows are padded to whole vectors; the rank-two update of one reflection and the product for the next share a pass.
/// Both triangles are kept, so that products are sums of rows.
/// </summary>
internal unsafe struct Tridiagonalisation<TWidth, TVector>
    where TWidth : struct, IVectorWidth<TVector>
    where TVector : struct
{
    private readonly int _n;
    private readonly int _stride;
    private readonly double* _matrix;
    private readonly double* _reflections;
    private readonly double* _scales;
    private readonly double* _p;
    private readonly double* _w;
    private readonly double* _zero;

    /// <summary>Lays out the workspace.</summary>
    /// <param name="n">Size of the matrix.</param>
    /// <param name="workspace">At least <see cref="PaddedMatrix.TridiagonalWorkspace"/> values, aligned, of any content.</param>
    internal Tridiagonalisation(int n, double* workspace)
    {
        _n = n;
        _stride = PaddedMatrix.Stride(n);
        new Span<double>(workspace, PaddedMatrix.TridiagonalWorkspace(n)).Clear();
        _matrix = workspace;
        _reflections = _matrix + n * _stride;
        Diagonal = _reflections + n * _stride;
        Coupling = Diagonal + _stride;
        _scales = Coupling + _stride;
        _p = _scales + _stride;
        _w = _p + _stride;
        _zero = _w + _stride;
    }

    /// <summary>The matrix [n × stride]: input of the reduction, then free, then what is reflected back.</summary>
    internal readonly double* Matrix => _matrix;

    internal double* Diagonal { get; }

    /// <summary>Element i couples i and i + 1.</summary>
    internal double* Coupling { get; }

    /// <summary>Reduces the matrix to <see cref="Diagonal"/> and <see cref="Coupling"/>.</summary>
    internal readonly void Reduce()
    {
        double* v = _zero, w = _zero;
        for (var k = 0; k < _n; k++)
        {
            var row = _matrix + k * _stride;
            Update(row, v, w, v[k], w[k], Floor(k));
            Diagonal[k] = row[k];
            if (k == _n - 1) break;
            if (k == _n - 2)
            {
                Coupling[k] = row[k + 1];
                continue;
            }

            var u = _reflections + k * _stride;
            _scales[k] = Reflect(row, u, k);
            Pass(k + 1, Floor(k + 1), v, w, u);
            FinishUpdate(u, _scales[k], Floor(k + 1));
            v = u;
            w = _w;
        }
    }

    /// <summary>
    /// Matrix ← Q · Matrix · Qᵀ for a full symmetric matrix of which the lower triangle is given; both triangles are written.
    /// </summary>
    internal readonly void ReflectBack()
    {
        double* v = _zero, w = _zero;
        new Span<double>(_w, _stride).Clear();
        for (var row = _n - 1; row >= Math.Max(_n - 2, 0); row--) CompleteRow(row);
        for (var k = _n - 3; k >= 0; k--)
        {
            var u = _reflections + k * _stride;
            if (k < _n - 3) CompleteRow(k + 1);
            Pass(k + 1, 0, v, w, u);
            FinishUpdate(u, _scales[k], 0);
            v = u;
            w = _w;
        }

        for (var i = 1; i < _n; i++) Update(_matrix + i * _stride, v, w, v[i], w[i], 0);
        CompleteRow(0);
    }

    /// <summary>Forms Qᵀ.</summary>
    /// <returns>Its rows [n × stride]; the reflections are gone.</returns>
    internal readonly double* FormTransposedQ()
    {
        new Span<double>(_matrix, _n * _stride).Clear();
        for (var i = 0; i < _n; i++) _matrix[i * _stride + i] = 1;
        for (var k = _n - 3; k >= 0; k--)
        {
            var u = _reflections + k * _stride;
            Pass(k + 1, Floor(k + 1), _zero, _zero, u);
            for (var i = k + 1; i < _n; i++) Update(_matrix + i * _stride, _zero, _p, _scales[k] * u[i], 0, Floor(k + 1));
        }

        for (var r = 0; r < _n; r++)
            for (var c = 0; c < _n; c++)
                _reflections[c * _stride + r] = _matrix[r * _stride + c];
        return _reflections;
    }

    private static int Floor(int index) => index / PaddedMatrix.Block * PaddedMatrix.Block;

    /// <summary>The upper part of a row from the column below its diagonal, before any update that is due.</summary>
    private readonly void CompleteRow(int row)
    {
        for (var j = row + 1; j < _n; j++) _matrix[row * _stride + j] = _matrix[j * _stride + row];
    }

    /// <summary>Makes u, zero up to k, whose reflection clears the row behind column k + 1, and returns its scale 2 / uᵀu.</summary>
    private readonly double Reflect(double* row, double* u, int k)
    {
        var squares = default(TVector);
        var first = Floor(k + 1);
        for (var j = k + 1; j < _n; j++) u[j] = row[j];
        for (var j = first; j < _stride; j += TWidth.Count)
        {
            var value = TWidth.Load(u + j);
            squares = TWidth.MultiplyAdd(value, value, squares);
        }

        var sum = TWidth.Sum(squares);
        double head = u[k + 1], norm = Math.Sqrt(sum);
        var signed = head < 0 ? norm : -norm;
        Coupling[k] = signed;
        u[k + 1] = head - signed;
        var half = sum + norm * Math.Abs(head);
        // A row that is already zero keeps the identity.
        return half < 1e-280 ? 0 : 1 / half;
    }

    /// <summary>row ← row − vi · w − wi · v.</summary>
    private readonly void Update(double* row, double* v, double* w, double vi, double wi, int first)
    {
        TVector left = TWidth.Create(vi), right = TWidth.Create(wi);
        for (var j = first; j < _stride; j += TWidth.Count)
        {
            var value = TWidth.SubtractProduct(TWidth.Load(row + j), left, TWidth.Load(w + j));
            TWidth.Store(TWidth.SubtractProduct(value, right, TWidth.Load(v + j)), row + j);
        }
    }

    /// <summary>All rows from top on, columns from first on: row ← row − vᵢ · w − wᵢ · v, and p ← Σ uᵢ · rowᵢ.</summary>
    private readonly void Pass(int top, int first, double* v, double* w, double* u)
    {
        var j = first;
        for (; j + 2 * TWidth.Count <= _stride; j += 2 * TWidth.Count) PassTwo(top, j, v, w, u);
        for (; j < _stride; j += TWidth.Count) PassOne(top, j, v, w, u);
    }

    private readonly void PassTwo(int top, int j, double* v, double* w, double* u)
    {
        TVector v0 = TWidth.Load(v + j), v1 = TWidth.Load(v + j + TWidth.Count);
        TVector w0 = TWidth.Load(w + j), w1 = TWidth.Load(w + j + TWidth.Count);
        TVector p0 = default, p1 = default;
        var row = _matrix + top * _stride + j;
        for (var i = top; i < _n; i++)
        {
            TVector vi = TWidth.Create(v[i]), wi = TWidth.Create(w[i]), ui = TWidth.Create(u[i]);
            var a0 = TWidth.SubtractProduct(TWidth.SubtractProduct(TWidth.Load(row), vi, w0), wi, v0);
            var a1 = TWidth.SubtractProduct(TWidth.SubtractProduct(TWidth.Load(row + TWidth.Count), vi, w1), wi, v1);
            TWidth.Store(a0, row);
            TWidth.Store(a1, row + TWidth.Count);
            p0 = TWidth.MultiplyAdd(a0, ui, p0);
            p1 = TWidth.MultiplyAdd(a1, ui, p1);
            row += _stride;
        }

        TWidth.Store(p0, _p + j);
        TWidth.Store(p1, _p + j + TWidth.Count);
    }

    private readonly void PassOne(int top, int j, double* v, double* w, double* u)
    {
        TVector vj = TWidth.Load(v + j), wj = TWidth.Load(w + j), p = default;
        var row = _matrix + top * _stride + j;
        for (var i = top; i < _n; i++)
        {
            var value = TWidth.SubtractProduct(TWidth.Load(row), TWidth.Create(v[i]), wj);
            value = TWidth.SubtractProduct(value, TWidth.Create(w[i]), vj);
            TWidth.Store(value, row);
            p = TWidth.MultiplyAdd(value, TWidth.Create(u[i]), p);
            row += _stride;
        }

        TWidth.Store(p, _p + j);
    }

    /// <summary>w ← scale · p − (scale² / 2 · pᵀu) · u.</summary>
    private readonly void FinishUpdate(double* u, double scale, int first)
    {
        var dot = default(TVector);
        for (var j = first; j < _stride; j += TWidth.Count) dot = TWidth.MultiplyAdd(TWidth.Load(_p + j), TWidth.Load(u + j), dot);
        TVector half = TWidth.Create(0.5 * scale * scale * TWidth.Sum(dot)), factor = TWidth.Create(scale);
        for (var j = first; j < _stride; j += TWidth.Count)
            TWidth.Store(TWidth.SubtractProduct(TWidth.Multiply(factor, TWidth.Load(_p + j)), half, TWidth.Load(u + j)), _w + j);
    }
}
