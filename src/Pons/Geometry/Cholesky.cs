using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>The factor L of a symmetric positive definite matrix A = L · Lᵀ, L lower triangular. Immutable as long as nobody writes to its matrix.</summary>
public sealed class Cholesky
{
    private Cholesky(Matrix lower) => Lower = lower;

    /// <summary>L [n × n], zeros above the diagonal.</summary>
    public Matrix Lower { get; }

    /// <summary>The natural logarithm of the determinant of A.</summary>
    public double LogDeterminant
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < Lower.Rows; i++) sum += Math.Log(Lower.Values[i * Lower.Rows + i]);
            return 2 * sum;
        }
    }

    /// <summary>Factors a matrix if it is positive definite.</summary>
    /// <param name="spd">Symmetric [n × n]; only its lower triangle is read.</param>
    /// <param name="factor">The factor, or null.</param>
    /// <returns>False if a pivot is not positive, or not a number.</returns>
    public static bool TryFactor(Matrix spd, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Cholesky? factor)
    {
        SpdMatrix.ThrowIfNotSquare(spd);
        var lower = spd.Clone();
        factor = TryFactor(lower.Values, spd.Rows) ? new Cholesky(lower) : null;
        return factor is not null;
    }

    /// <summary>Factors a positive definite matrix.</summary>
    /// <param name="spd">Symmetric [n × n]; only its lower triangle is read.</param>
    /// <exception cref="GeometryException">The matrix is not positive definite, or not finite.</exception>
    public static Cholesky Factor(Matrix spd)
    {
        SpdMatrix.ThrowIfNotSquare(spd);
        SpdMatrix.ThrowIfNotFinite(spd.Values, spd.Columns, "The matrix");
        return TryFactor(spd, out var factor) ? factor : throw GeometryException.NotPositiveDefinite(spd.Values, spd.Rows);
    }

    /// <summary>The x with A · x = b.</summary>
    /// <param name="rightSide">b [n].</param>
    /// <param name="solution">x [n], overwritten; may be the same span as b.</param>
    /// <exception cref="ArgumentException">A length is not n.</exception>
    public void Solve(ReadOnlySpan<double> rightSide, Span<double> solution)
    {
        var n = Lower.Rows;
        if (rightSide.Length != n || solution.Length != n)
            throw new ArgumentException($"The right side has {rightSide.Length} values and the solution {solution.Length}; both must have {n}.");
        rightSide.CopyTo(solution);
        SolveLower(Lower.Values, solution, n, 1);
        SolveLowerTransposed(Lower.Values, solution, n, 1);
    }

    /// <summary>The X with A · X = B.</summary>
    /// <param name="rightSides">B [n × m].</param>
    /// <returns>X [n × m], new.</returns>
    /// <exception cref="ArgumentException">B does not have n rows.</exception>
    public Matrix Solve(Matrix rightSides)
    {
        ArgumentNullException.ThrowIfNull(rightSides);
        if (rightSides.Rows != Lower.Rows)
            throw new ArgumentException($"The right side has {rightSides.Rows} rows; it must have {Lower.Rows}.", nameof(rightSides));
        var solution = rightSides.Clone();
        SolveLower(Lower.Values, solution.Values, Lower.Rows, solution.Columns);
        SolveLowerTransposed(Lower.Values, solution.Values, Lower.Rows, solution.Columns);
        return solution;
    }

    /// <summary>A⁻¹ [n × n], new.</summary>
    public Matrix Inverse()
    {
        var inverse = Solve(Matrix.Identity(Lower.Rows));
        MatrixProduct.Symmetrise(inverse.Values, Lower.Rows);
        return inverse;
    }

    /// <summary>Factors in place; the upper triangle is cleared.</summary>
    /// <param name="a">[n × n], replaced by L.</param>
    /// <param name="n">The size.</param>
    /// <returns>False if a pivot is not positive; the contents are then undefined.</returns>
    internal static bool TryFactor(Span<double> a, int n)
    {
        for (var r = 0; r < n; r++)
        {
            var row = a.Slice(r * n, n);
            for (var c = 0; c < r; c++)
                row[c] = (row[c] - TensorPrimitives.Dot<double>(row[..c], a.Slice(c * n, c))) / a[c * n + c];
            var pivot = row[r] - TensorPrimitives.Dot<double>(row[..r], row[..r]);
            if (!(pivot > 0)) return false;
            row[r] = Math.Sqrt(pivot);
            row[(r + 1)..].Clear();
        }

        return true;
    }

    /// <summary>Solves L · X = B in place.</summary>
    internal static void SolveLower(ReadOnlySpan<double> lower, Span<double> b, int n, int columns)
    {
        for (var r = 0; r < n; r++)
        {
            var row = b.Slice(r * columns, columns);
            for (var k = 0; k < r; k++)
                TensorPrimitives.MultiplyAdd(b.Slice(k * columns, columns), -lower[r * n + k], row, row);
            TensorPrimitives.Divide(row, lower[r * n + r], row);
        }
    }

    /// <summary>Solves Lᵀ · X = B in place.</summary>
    internal static void SolveLowerTransposed(ReadOnlySpan<double> lower, Span<double> b, int n, int columns)
    {
        for (var r = n - 1; r >= 0; r--)
        {
            var row = b.Slice(r * columns, columns);
            for (var k = r + 1; k < n; k++)
                TensorPrimitives.MultiplyAdd(b.Slice(k * columns, columns), -lower[k * n + r], row, row);
            TensorPrimitives.Divide(row, lower[r * n + r], row);
        }
    }
}
