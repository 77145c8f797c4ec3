using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>
/// The factor L of a symmetric positive definite matrix A = L · Lᵀ, L lower triangular. Immutable as long as nobody writes to its matrix.
/// </summary>
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
    /// <param name="spd">Symmetric [n × n]; only its upper triangle is read.</param>
    /// <param name="factor">The factor, or null.</param>
    /// <returns>False if a pivot is not positive, or not a number.</returns>
    public static bool TryFactor(Matrix spd, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Cholesky? factor)
    {
        SpdMatrix.ThrowIfNotSquare(spd);
        factor = null;
        var upper = spd.Clone();
        if (!TryFactorUpper(upper.Values, spd.Rows)) return false;
        var lower = new Matrix(spd.Rows, spd.Rows);
        for (var r = 0; r < spd.Rows; r++)
            for (var c = 0; c <= r; c++)
                lower.Values[r * spd.Rows + c] = upper.Values[c * spd.Rows + r];
        factor = new Cholesky(lower);
        return true;
    }

    /// <summary>Factors a positive definite matrix.</summary>
    /// <param name="spd">Symmetric [n × n]; only its upper triangle is read.</param>
    /// <exception cref="GeometryException">The matrix is not positive definite, or not finite.</exception>
    public static Cholesky Factor(Matrix spd)
    {
        SpdMatrix.ThrowIfNotSquare(spd);
        SpdMatrix.ThrowIfNotFinite(spd.Values, spd.Columns, "The matrix");
        return TryFactor(spd, out var factor) ? factor : throw GeometryException.NotPositiveDefinite(spd);
    }

    /// <summary>The x with A · x = b.</summary>
    /// <param name="rightSide">b [n].</param>
    /// <param name="solution">x [n], overwritten; may be the same span as b.</param>
    /// <exception cref="ArgumentException">A length is not n.</exception>
    public void Solve(ReadOnlySpan<double> rightSide, Span<double> solution)
    {
        var n = Lower.Rows;
        if (rightSide.Length != n || solution.Length != n)
            throw new ArgumentException($"Right side and solution have {rightSide.Length} and {solution.Length} values; both must have {n}.");
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

    /// <summary>Replaces the upper triangle of a by U = Lᵀ; what stands below the diagonal is neither read nor changed.</summary>
    /// <param name="a">[n × n].</param>
    /// <param name="n">The size.</param>
    /// <returns>False if a pivot is not positive; the contents are then undefined.</returns>
    internal static unsafe bool TryFactorUpper(Span<double> a, int n)
    {
        fixed (double* u = a)
        {
            for (var r = 0; r < n; r++)
            {
                var row = u + r * n + r;
                var pivot = *row;
                for (var k = 0; k < r; k++) pivot -= u[k * n + r] * u[k * n + r];
                if (!(pivot > 0)) return false;
                RowElimination.Subtract(row, n - r, u + r, n, u + r, n, r, 1 / Math.Sqrt(pivot));
            }
        }

        return true;
    }

    /// <summary>Solves L · X = B in place.</summary>
    internal static unsafe void SolveLower(ReadOnlySpan<double> lower, Span<double> b, int n, int columns)
    {
        fixed (double* l = lower, x = b)
            for (var r = 0; r < n; r++)
                RowElimination.Subtract(x + r * columns, columns, x, columns, l + r * n, 1, r, 1 / l[r * n + r]);
    }

    /// <summary>Solves Lᵀ · X = B in place.</summary>
    internal static unsafe void SolveLowerTransposed(ReadOnlySpan<double> lower, Span<double> b, int n, int columns)
    {
        fixed (double* l = lower, x = b)
        {
            for (var r = n - 1; r >= 0; r--)
            {
                var below = r + 1;
                var rows = x + below * columns;
                RowElimination.Subtract(x + r * columns, columns, rows, columns, l + below * n + r, n, n - below, 1 / l[r * n + r]);
            }
        }
    }

    /// <summary>L⁻¹ from U = Lᵀ, lower triangular; the upper triangle of the result is cleared.</summary>
    internal static unsafe void InvertLower(ReadOnlySpan<double> upper, Span<double> inverse, int n)
    {
        inverse[..(n * n)].Clear();
        fixed (double* u = upper, x = inverse)
        {
            for (var r = 0; r < n; r++)
            {
                x[r * n + r] = 1;
                RowElimination.Subtract(x + r * n, r + 1, x, n, u + r, n, r, 1 / u[r * n + r]);
            }
        }
    }
}
