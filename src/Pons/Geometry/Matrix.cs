namespace Pons.Geometry;

/// <summary>
/// A dense matrix of doubles, row-major [row × column]. It is mutable and not synchronised; the functions of this folder never change
/// their arguments.
/// </summary>
public sealed class Matrix
{
    private readonly double[] _values;

    /// <summary>Makes a matrix of zeros.</summary>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="columns">Number of columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Matrix(int rows, int columns)
        : this(rows, columns, new double[CheckedLength(rows, columns)])
    {
    }

    /// <summary>Makes a matrix that takes over an array.</summary>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="columns">Number of columns, at least 1.</param>
    /// <param name="values">The values [row × column]; the matrix keeps this array, so the caller leaves it alone afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The array does not have rows × columns values.</exception>
    public Matrix(int rows, int columns, double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != CheckedLength(rows, columns))
            throw new ArgumentException($"{values.Length} values do not fill {rows} × {columns}.", nameof(values));
        Rows = rows;
        Columns = columns;
        _values = values;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>All values, row-major [row × column]; writing changes the matrix.</summary>
    public Span<double> Values => _values;

    /// <summary>One value.</summary>
    /// <param name="r">Row, from 0.</param>
    /// <param name="c">Column, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The place lies outside the matrix.</exception>
    public double this[int r, int c]
    {
        get => _values[Index(r, c)];
        set => _values[Index(r, c)] = value;
    }

    /// <summary>The identity.</summary>
    /// <param name="n">Number of rows and columns, at least 1.</param>
    public static Matrix Identity(int n)
    {
        var identity = new Matrix(n, n);
        for (var i = 0; i < n; i++) identity._values[i * n + i] = 1;
        return identity;
    }

    /// <summary>One row [column]; writing changes the matrix.</summary>
    /// <param name="r">Row, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<double> Row(int r) => _values.AsSpan(Index(r, 0), Columns);

    /// <summary>A new matrix with rows and columns exchanged.</summary>
    public Matrix Transpose()
    {
        var transposed = new double[_values.Length];
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++)
                transposed[c * Rows + r] = _values[r * Columns + c];
        return new Matrix(Columns, Rows, transposed);
    }

    /// <summary>A copy with its own values.</summary>
    public Matrix Clone() => new(Rows, Columns, [.. _values]);

    private static int CheckedLength(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        return checked(rows * columns);
    }

    private int Index(int r, int c)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)r, (uint)Rows, nameof(r));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)c, (uint)Columns, nameof(c));
        return r * Columns + c;
    }
}
