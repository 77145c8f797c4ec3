using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>
/// Linear discriminant analysis with Ledoit–Wolf shrinkage (Blankertz et al. 2011, doi 10.1016/j.neuroimage.2010.06.048). Features are
/// standardised within each class, their covariance is shrunk and scaled back, and the classes are pooled by their shares, which also
/// are the priors; shares are equal if classes are balanced.
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
    /// <param name="weighting">Whether frequent classes count more.</param>
    /// <exception cref="GeometryException">The features of a class do not vary at all, or their covariance is singular.</exception>
    public static ShrinkageDiscriminant Fit(
        Matrix vectors, int[] classIndices, int classCount, ClassWeighting weighting = ClassWeighting.ByTrials)
    {
        var shares = ClassWeights.Shares(classIndices, classCount, weighting);
        var means = ClassMeans(vectors, classIndices, classCount);
        var covariance = WithinClassCovariance.Of(vectors, classIndices, means, shares);
        var weights = new Matrix(classCount, vectors.Columns);
        var intercepts = new double[classCount];
        for (var k = 0; k < classCount; k++)
        {
            covariance.Solve(means.Row(k), weights.Row(k));
            intercepts[k] = Math.Log(shares[k]) - 0.5 * TensorPrimitives.Dot<double>(means.Row(k), weights.Row(k));
        }

        return new(weights, intercepts);
    }

    /// <summary>
    /// Fisher's directions: orthonormal rows [at most classes − 1 × feature] over Σ⁻¹ · (mean of a class − mean of all classes).
    /// </summary>
    public static Matrix Directions(Matrix vectors, int[] classIndices, int classCount, ClassWeighting weighting)
    {
        var shares = ClassWeights.Shares(classIndices, classCount, weighting);
        var means = ClassMeans(vectors, classIndices, classCount);
        var covariance = WithinClassCovariance.Of(vectors, classIndices, means, shares);
        var centre = new double[vectors.Columns];
        for (var k = 0; k < classCount; k++) TensorPrimitives.MultiplyAdd(means.Row(k), shares[k], centre, centre);
        var directions = new Matrix(classCount - 1, vectors.Columns);
        for (var k = 0; k < classCount - 1; k++)
        {
            TensorPrimitives.Subtract<double>(means.Row(k), centre, means.Row(k));
            covariance.Solve(means.Row(k), directions.Row(k));
        }

        return OrthonormalSpan.Of(directions);
    }

    /// <summary>One score a class; their softmax are the probabilities.</summary>
    public double[] Scores(ReadOnlySpan<double> vector)
    {
        var scores = new double[Intercepts.Length];
        for (var k = 0; k < scores.Length; k++) scores[k] = Intercepts[k] + TensorPrimitives.Dot<double>(Weights.Row(k), vector);
        return scores;
    }

    private static Matrix ClassMeans(Matrix vectors, int[] classIndices, int classCount)
    {
        var means = new Matrix(classCount, vectors.Columns);
        int[] counts = [.. Enumerable.Range(0, classCount).Select(k => classIndices.Count(c => c == k))];
        for (var i = 0; i < vectors.Rows; i++)
        {
            var mean = means.Row(classIndices[i]);
            TensorPrimitives.MultiplyAdd(vectors.Row(i), 1.0 / counts[classIndices[i]], mean, mean);
        }

        return means;
    }
}
