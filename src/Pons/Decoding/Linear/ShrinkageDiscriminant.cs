using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>
/// Linear discriminant analysis with Ledoit–Wolf shrinkage (Blankertz et al. 2011, doi 10.1016/j.neuroimage.2010.06.048; Ledoit
/// and Wolf 2004, doi 10.1016/S0047-259X(03)00096-4). Features are standardised within each class, their covariance is shrunk
/// and scaled back, and the classes are pooled by their shares, which also are the priors.
/// </summary>
internal sealed class ShrinkageDiscriminant
{
    private ShrinkageDiscriminant(Matrix weights, double[] intercepts)
    {
        Weights = weights;
        Intercepts = intercepts;
    }

    /// <summary>[class × feature].</summary>
    public Matrix Weights { get; }

    /// <summary>[class].</summary>
    public double[] Intercepts { get; }

    /// <summary>From learnt values.</summary>
    public static ShrinkageDiscriminant Of(Matrix weights, double[] intercepts) => new(weights, intercepts);

    /// <summary>Fits to vectors; every class has at least two trials.</summary>
    /// <param name="vectors">[trial × feature].</param>
    /// <param name="classIndices">The class of each trial, 0 to <paramref name="classCount"/> − 1.</param>
    /// <param name="classCount">At least 2.</param>
    /// <exception cref="GeometryException">The features of a class do not vary at all, or their covariance is singular.</exception>
    public static ShrinkageDiscriminant Fit(Matrix vectors, int[] classIndices, int classCount)
    {
        var features = vectors.Columns;
        var pooled = new Matrix(features, features);
        var means = new Matrix(classCount, features);
        var shares = new double[classCount];
        for (var k = 0; k < classCount; k++)
        {
            var rows = Enumerable.Range(0, vectors.Rows).Where(i => classIndices[i] == k).ToArray();
            shares[k] = (double)rows.Length / vectors.Rows;
            foreach (var i in rows) TensorPrimitives.MultiplyAdd(vectors.Row(i), 1.0 / rows.Length, means.Row(k), means.Row(k));
            TensorPrimitives.MultiplyAdd(ClassCovariance(vectors, rows, means.Row(k)).Values, shares[k], pooled.Values, pooled.Values);
        }

        var cholesky = Cholesky.Factor(pooled);
        var weights = new Matrix(classCount, features);
        var intercepts = new double[classCount];
        for (var k = 0; k < classCount; k++)
        {
            cholesky.Solve(means.Row(k), weights.Row(k));
            intercepts[k] = Math.Log(shares[k]) - 0.5 * TensorPrimitives.Dot<double>(means.Row(k), weights.Row(k));
        }

        return new(weights, intercepts);
    }

    /// <summary>One score a class; their softmax are the probabilities.</summary>
    public double[] Scores(ReadOnlySpan<double> vector)
    {
        var scores = new double[Intercepts.Length];
        for (var k = 0; k < scores.Length; k++) scores[k] = Intercepts[k] + TensorPrimitives.Dot<double>(Weights.Row(k), vector);
        return scores;
    }

    private static Matrix ClassCovariance(Matrix vectors, int[] rows, ReadOnlySpan<double> mean)
    {
        var features = vectors.Columns;
        var standardised = new double[features * rows.Length];
        var scales = new double[features];
        for (var f = 0; f < features; f++)
        {
            var row = standardised.AsSpan(f * rows.Length, rows.Length);
            for (var i = 0; i < rows.Length; i++) row[i] = vectors[rows[i], f] - mean[f];
            var deviation = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(row) / rows.Length);
            scales[f] = deviation > 0 ? deviation : 1;
            TensorPrimitives.Divide(row, scales[f], row);
        }

        var covariance = new LedoitWolfCovariance().Estimate(standardised, features).Matrix;
        for (var r = 0; r < features; r++)
            for (var c = 0; c < features; c++)
                covariance[r, c] *= scales[r] * scales[c];
        return covariance;
    }
}
