using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>
/// The covariance of features within classes, shrunk by Ledoit and Wolf 2004 (doi 10.1016/S0047-259X(03)00096-4) class by class on
/// features of unit variance, scaled back, and pooled by class shares. It is only ever solved with. With more features than trials it
/// is a diagonal and as many outer products as there are trials, and is solved by the identity of Woodbury (Golub and Van Loan,
/// Matrix Computations, 4th ed., 2.1.4): trials² · features operations instead of features³.
/// </summary>
internal sealed class WithinClassCovariance
{
    private readonly Cholesky _factor;
    private readonly Matrix? _outer;
    private readonly double[] _inverseRoots;

    private WithinClassCovariance(Cholesky factor, Matrix? outer, double[] inverseRoots)
    {
        _factor = factor;
        _outer = outer;
        _inverseRoots = inverseRoots;
    }

    /// <summary>Estimates it.</summary>
    /// <param name="vectors">[trial × feature].</param>
    /// <param name="classIndices">The class of each trial.</param>
    /// <param name="means">[class × feature].</param>
    /// <param name="shares">The share of each class; sums to 1.</param>
    /// <exception cref="GeometryException">The covariance is singular.</exception>
    public static WithinClassCovariance Of(Matrix vectors, int[] classIndices, Matrix means, double[] shares)
    {
        var residuals = Residuals(vectors, classIndices, means);
        return vectors.Columns > vectors.Rows ? LowRank(residuals, classIndices, shares) : Dense(residuals, classIndices, shares);
    }

    /// <summary>Σ⁻¹ · b.</summary>
    public void Solve(ReadOnlySpan<double> rightSide, Span<double> solution)
    {
        if (_outer is null)
        {
            _factor.Solve(rightSide, solution);
            return;
        }

        // With Σ = A + UᵀU and B = U · A^−½: Σ⁻¹ = A^−½ · (I − Bᵀ · (I + B · Bᵀ)⁻¹ · B) · A^−½.
        TensorPrimitives.Multiply(rightSide, _inverseRoots, solution);
        var inner = new double[_outer.Rows];
        for (var i = 0; i < inner.Length; i++) inner[i] = TensorPrimitives.Dot<double>(_outer.Row(i), solution);
        _factor.Solve(inner, inner);
        for (var i = 0; i < inner.Length; i++) TensorPrimitives.MultiplyAdd(_outer.Row(i), -inner[i], solution, solution);
        TensorPrimitives.Multiply(solution, _inverseRoots, solution);
    }

    private static Matrix Residuals(Matrix vectors, int[] classIndices, Matrix means)
    {
        var residuals = new Matrix(vectors.Rows, vectors.Columns);
        for (var i = 0; i < vectors.Rows; i++)
            TensorPrimitives.Subtract<double>(vectors.Row(i), means.Row(classIndices[i]), residuals.Row(i));
        return residuals;
    }

    private static int[] RowsOf(int[] classIndices, int k) => [.. Enumerable.Range(0, classIndices.Length).Where(i => classIndices[i] == k)];

    /// <summary>Root mean squares of the features of some rows; 1 where there is no variance.</summary>
    private static double[] Scales(Matrix residuals, int[] rows)
    {
        var scales = new double[residuals.Columns];
        foreach (var i in rows) TensorPrimitives.MultiplyAdd<double>(residuals.Row(i), residuals.Row(i), scales, scales);
        for (var f = 0; f < scales.Length; f++) scales[f] = scales[f] > 0 ? Math.Sqrt(scales[f] / rows.Length) : 1;
        return scales;
    }

    private static WithinClassCovariance Dense(Matrix residuals, int[] classIndices, double[] shares)
    {
        var features = residuals.Columns;
        var pooled = new Matrix(features, features);
        for (var k = 0; k < shares.Length; k++)
        {
            var rows = RowsOf(classIndices, k);
            var scales = Scales(residuals, rows);
            var standardised = new double[features * rows.Length];
            for (var f = 0; f < features; f++)
                for (var i = 0; i < rows.Length; i++)
                    standardised[f * rows.Length + i] = residuals[rows[i], f] / scales[f];
            var covariance = new LedoitWolfCovariance().Matrix(standardised, features);
            for (var r = 0; r < features; r++)
            {
                TensorPrimitives.Multiply(covariance.Row(r), scales, covariance.Row(r));
                TensorPrimitives.MultiplyAdd(covariance.Row(r), scales[r] * shares[k], pooled.Row(r), pooled.Row(r));
            }
        }

        return new(Cholesky.Factor(pooled), null, []);
    }

    private static WithinClassCovariance LowRank(Matrix residuals, int[] classIndices, double[] shares)
    {
        var diagonal = new double[residuals.Columns];
        for (var k = 0; k < shares.Length; k++)
        {
            var rows = RowsOf(classIndices, k);
            var scales = Scales(residuals, rows);
            var (shrinkage, variance) = LedoitWolf(residuals, rows, scales);
            TensorPrimitives.Multiply<double>(scales, scales, scales);
            TensorPrimitives.MultiplyAdd(scales, shares[k] * shrinkage * variance, diagonal, diagonal);
            foreach (var i in rows)
                TensorPrimitives.Multiply(residuals.Row(i), Math.Sqrt(shares[k] * (1 - shrinkage) / rows.Length), residuals.Row(i));
        }

        RequirePositive(diagonal, residuals.Rows);
        for (var f = 0; f < diagonal.Length; f++) diagonal[f] = 1 / Math.Sqrt(diagonal[f]);
        for (var i = 0; i < residuals.Rows; i++) TensorPrimitives.Multiply(residuals.Row(i), diagonal, residuals.Row(i));
        var gram = MatrixProduct.MultiplyTransposed(residuals, residuals);
        for (var i = 0; i < gram.Rows; i++) gram[i, i] += 1;
        return new(Cholesky.Factor(gram), residuals, diagonal);
    }

    /// <summary>The shrinkage and mean variance of standardised rows, from the products of rows alone.</summary>
    private static (double Shrinkage, double Variance) LedoitWolf(Matrix residuals, int[] rows, double[] scales)
    {
        var standardised = new Matrix(rows.Length, residuals.Columns);
        for (var i = 0; i < rows.Length; i++) TensorPrimitives.Divide(residuals.Row(rows[i]), scales, standardised.Row(i));
        var gram = MatrixProduct.MultiplyTransposed(standardised, standardised);
        double n = rows.Length, trace = 0, fourth = 0;
        for (var i = 0; i < gram.Rows; i++)
        {
            trace += gram[i, i] / n;
            fourth += gram[i, i] * gram[i, i] / n;
        }

        var variance = trace / residuals.Columns;
        var power = TensorPrimitives.SumOfSquares<double>(gram.Values) / (n * n);
        var spread = power - residuals.Columns * variance * variance;
        return (spread > 0 ? Math.Clamp((fourth - power) / n / spread, 0, 1) : 0, variance);
    }

    private static void RequirePositive(double[] diagonal, int trials)
    {
        if (TensorPrimitives.Min<double>(diagonal) > 0) return;
        throw new GeometryException(
            $"The covariance of {diagonal.Length} features within classes, learnt from {trials} trials, is singular.",
            "Linear discriminant analysis divides by it; equal or too few trials of a class leave nothing to estimate its shrinkage from.",
            "Record more trials of each class, and look for trials that are copies of each other.");
    }
}
