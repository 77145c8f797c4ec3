using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>
/// Approximate joint diagonalisation of positive definite matrices (Pham 2001, doi 10.1137/S089547980035689X): the rows B that make all
/// B · Cₖ · Bᵀ as diagonal as can be, measured by Σ wₖ log(det diag(B Cₖ Bᵀ) / det(B Cₖ Bᵀ)). Two matrices are diagonalised exactly.
/// </summary>
public static class JointDiagonalisation
{
    private const int MaximalSweeps = 500;
    private const double Tolerance = 1e-14;
    private const double Acceptable = 1e-9;
    private const double LeastDeterminant = 1e-12;

    /// <summary>
    /// The rows B [n × n], scaled so that the weighted mean of all matrices gives power 1 behind each; their order is not meaningful.
    /// </summary>
    /// <param name="spd">Positive definite matrices [n × n], at least one.</param>
    /// <param name="weights">Weights, not negative, scaled to sum 1; equal when empty.</param>
    /// <exception cref="GeometryException">A matrix is not positive definite, or the iteration did not converge.</exception>
    public static Matrix Of(IReadOnlyList<Matrix> spd, ReadOnlySpan<double> weights = default)
    {
        var shares = MeanArguments.Checked(spd, weights);
        var start = GeneralizedEigen.Of(spd[0], EuclideanMean.Weighted(spd, shares)).Vectors;
        var turned = new Matrix[spd.Count];
        for (var k = 0; k < turned.Length; k++)
        {
            _ = Cholesky.Factor(spd[k]);
            turned[k] = MatrixProduct.Congruence(start, spd[k]);
        }

        var rows = start.Clone();
        var rest = double.PositiveInfinity;
        for (var sweep = 0; sweep < MaximalSweeps && rest > Tolerance * rows.Rows; sweep++) rest = Sweep(turned, shares, rows);
        if (!(rest <= Acceptable * rows.Rows)) throw NotConverged(spd.Count, rest);
        Scale(rows, turned, shares);
        return rows;
    }

    /// <summary>Turns every pair of rows once; returns by how much the measure was expected to fall.</summary>
    private static double Sweep(Matrix[] turned, double[] shares, Matrix rows)
    {
        var fall = 0.0;
        for (var i = 1; i < rows.Rows; i++)
            for (var j = 0; j < i; j++)
            {
                var (first, second, gain) = Step(turned, shares, i, j);
                fall += gain;
                Mix(rows.Row(i), rows.Row(j), first, second);
                foreach (var matrix in turned)
                {
                    Mix(matrix.Row(i), matrix.Row(j), first, second);
                    MixColumns(matrix, i, j, first, second);
                }
            }

        return fall;
    }

    /// <summary>How much of row j to add to row i, and of row i to row j: Pham's Newton step for one pair, kept within its region.</summary>
    private static (double First, double Second, double Gain) Step(Matrix[] turned, double[] shares, int i, int j)
    {
        double gi = 0, gj = 0, wi = 0, wj = 0;
        for (var k = 0; k < turned.Length; k++)
        {
            double ii = turned[k][i, i], jj = turned[k][j, j], ij = turned[k][i, j];
            gi += shares[k] * ij / ii;
            gj += shares[k] * ij / jj;
            wi += shares[k] * jj / ii;
            wj += shares[k] * ii / jj;
        }

        var determinant = Math.Max(wi * wj - 1, LeastDeterminant);
        double hi = (wj * gi - gj) / determinant, hj = (wi * gj - gi) / determinant;
        var divisor = 0.5 * (1 + Math.Sqrt(Math.Max(0, 1 - 4 * hi * hj)));
        return (-hi / divisor, -hj / divisor, Math.Abs(gi * hi + gj * hj));
    }

    private static void Mix(Span<double> x, Span<double> y, double first, double second)
    {
        for (var c = 0; c < x.Length; c++) (x[c], y[c]) = (x[c] + first * y[c], y[c] + second * x[c]);
    }

    // What the rows have become, the columns become too: the matrix is symmetric, but for the four elements that both change.
    private static void MixColumns(Matrix matrix, int i, int j, double first, double second)
    {
        var n = matrix.Rows;
        var values = matrix.Values;
        ReadOnlySpan<double> rowI = matrix.Row(i), rowJ = matrix.Row(j);
        var (ii, ij, ji, jj) = (rowI[i], rowI[j], rowJ[i], rowJ[j]);
        for (int r = 0, at = 0; r < n; r++, at += n) (values[at + i], values[at + j]) = (rowI[r], rowJ[r]);
        (values[i * n + i], values[i * n + j]) = (ii + first * ij, ij + second * ii);
        (values[j * n + i], values[j * n + j]) = (ji + first * jj, jj + second * ji);
    }

    private static void Scale(Matrix rows, Matrix[] turned, double[] shares)
    {
        for (var r = 0; r < rows.Rows; r++)
        {
            var power = 0.0;
            for (var k = 0; k < turned.Length; k++) power += shares[k] * turned[k][r, r];
            TensorPrimitives.Divide(rows.Row(r), Math.Sqrt(power), rows.Row(r));
        }
    }

    private static GeometryException NotConverged(int count, double rest) => new(
        $"The joint diagonalisation of {count} matrices still moves by {rest:g3} after {MaximalSweeps} sweeps.",
        "Its directions are not final.",
        "Look for matrices that are nearly singular, and shrink them.");
}
