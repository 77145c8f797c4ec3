using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>
/// Linear discriminant analysis with a block-Toeplitz covariance (Sosulski and Tangermann 2022, doi 10.1088/1741-2552/ac9c98): the
/// covariance between two times depends on their distance alone, so all pairs of one distance are averaged, and distant pairs are tapered
/// linearly, which keeps the matrix positive definite. For few epochs of many features. Shrinkage by Ledoit and Wolf.
/// </summary>
public sealed record ToeplitzLda : ErpLinearDecoder
{
    /// <inheritdoc/>
    public override string Name => "erp-toeplitz-lda";

    private protected override ShrinkageDiscriminant Learn(
        Matrix vectors, int[] classIndices, ImmutableArray<ClassLabel> classes, int times)
    {
        var (means, shares) = ClassMeans(vectors, classIndices, classes.Length);
        var channels = vectors.Columns / times;
        var residuals = Residuals(vectors, classIndices, means);
        var scales = ChannelScales(residuals, vectors.Rows, channels);
        for (var f = 0; f < vectors.Columns; f++)
        {
            var row = residuals.AsSpan(f * vectors.Rows, vectors.Rows);
            TensorPrimitives.Divide(row, scales[f % channels], row);
        }

        var covariance = Toeplitz(new LedoitWolfCovariance().Estimate(residuals, vectors.Columns).Matrix, channels, times);
        var factor = Cholesky.Factor(covariance);
        var (weights, intercepts) = (new Matrix(classes.Length, vectors.Columns), new double[classes.Length]);
        for (var k = 0; k < classes.Length; k++)
        {
            var row = weights.Row(k);
            for (var f = 0; f < row.Length; f++) row[f] = means[k, f] / scales[f % channels];
            factor.Solve(row, row);
            for (var f = 0; f < row.Length; f++) row[f] /= scales[f % channels];
            intercepts[k] = Math.Log(shares[k]) - 0.5 * TensorPrimitives.Dot<double>(means.Row(k), row);
        }

        return ShrinkageDiscriminant.Of(weights, intercepts);
    }

    /// <summary>The mean of all blocks of one distance in time, tapered by 1 − distance / times.</summary>
    /// <param name="covariance">[time · channel × time · channel], symmetric.</param>
    /// <param name="channels">Rows of a block.</param>
    /// <param name="times">Blocks in a row.</param>
    internal static Matrix Toeplitz(Matrix covariance, int channels, int times)
    {
        var result = new Matrix(covariance.Rows, covariance.Rows);
        var block = new Matrix(channels, channels);
        for (var lag = 0; lag < times; lag++)
        {
            block.Values.Clear();
            for (var t = 0; t + lag < times; t++)
                for (var r = 0; r < channels; r++)
                    TensorPrimitives.Add(block.Row(r), covariance.Row(t * channels + r).Slice((t + lag) * channels, channels), block.Row(r));

            // The mean over times − lag blocks, and the taper (times − lag) / times.
            TensorPrimitives.Divide(block.Values, times, block.Values);
            for (var t = 0; t + lag < times; t++) Place(block, result, t * channels, (t + lag) * channels);
        }

        return result;
    }

    private static void Place(Matrix block, Matrix result, int row, int column)
    {
        for (var r = 0; r < block.Rows; r++)
            for (var c = 0; c < block.Rows; c++)
                result[row + r, column + c] = result[column + c, row + r] = row == column ? (block[r, c] + block[c, r]) / 2 : block[r, c];
    }

    private static (Matrix Means, double[] Shares) ClassMeans(Matrix vectors, int[] classIndices, int classCount)
    {
        var (means, shares) = (new Matrix(classCount, vectors.Columns), new double[classCount]);
        foreach (var k in classIndices) shares[k] += 1.0 / vectors.Rows;
        for (var i = 0; i < vectors.Rows; i++)
        {
            var mean = means.Row(classIndices[i]);
            TensorPrimitives.MultiplyAdd(vectors.Row(i), 1 / (shares[classIndices[i]] * vectors.Rows), mean, mean);
        }

        return (means, shares);
    }

    // [feature × epoch], without the mean of the class.
    private static double[] Residuals(Matrix vectors, int[] classIndices, Matrix means)
    {
        var residuals = new double[vectors.Rows * vectors.Columns];
        for (var i = 0; i < vectors.Rows; i++)
            for (var f = 0; f < vectors.Columns; f++)
                residuals[f * vectors.Rows + i] = vectors[i, f] - means[classIndices[i], f];
        return residuals;
    }

    private static double[] ChannelScales(ReadOnlySpan<double> residuals, int epochs, int channels)
    {
        var scales = new double[channels];
        var times = residuals.Length / epochs / channels;
        for (var f = 0; f < times * channels; f++)
            scales[f % channels] += TensorPrimitives.SumOfSquares(residuals.Slice(f * epochs, epochs)) / epochs / times;
        foreach (ref var scale in scales.AsSpan()) scale = scale > 0 ? Math.Sqrt(scale) : 1;
        return scales;
    }
}
