using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding;

/// <summary>Second moments of signals, and directions that maximise a quotient of two of them.</summary>
internal static class TrialProducts
{
    /// <summary>Every channel without its mean over time; new.</summary>
    public static double[] Centred(ReadOnlySpan<double> signal, int sampleCount)
    {
        var centred = new double[signal.Length];
        for (var at = 0; at < signal.Length; at += sampleCount)
        {
            var channel = signal.Slice(at, sampleCount);
            TensorPrimitives.Subtract(channel, TensorPrimitives.Sum(channel) / sampleCount, centred.AsSpan(at, sampleCount));
        }

        return centred;
    }

    /// <summary>Adds x · xᵀ of the centred signal.</summary>
    /// <param name="signal">[channel × sample].</param>
    /// <param name="sampleCount">Samples of a channel.</param>
    /// <param name="sum">[channel × channel], changed.</param>
    public static void Add(ReadOnlySpan<double> signal, int sampleCount, Matrix sum) => AddRaw(Centred(signal, sampleCount), sampleCount, sum);

    /// <summary>Adds x · xᵀ of a signal as it is, as often as is said.</summary>
    public static void AddRaw(ReadOnlySpan<double> signal, int sampleCount, Matrix sum, int times = 1)
    {
        var product = new double[sum.Rows * sum.Rows];
        MatrixProduct.MultiplyTransposed(signal, signal, product, sampleCount);
        TensorPrimitives.MultiplyAdd(product, times, sum.Values, sum.Values);
    }

    /// <summary>
    /// The rows w with the largest w · a · wᵀ / w · b · wᵀ, scaled so that the denominator is 1, the largest first. Directions
    /// that are empty in b are left out.
    /// </summary>
    /// <param name="a">Symmetric [n × n].</param>
    /// <param name="b">Symmetric, not negative [n × n].</param>
    /// <param name="count">At most so many rows.</param>
    /// <param name="values">All quotients, ascending.</param>
    /// <exception cref="GeometryException">b is zero, or a value is not finite.</exception>
    public static Matrix Strongest(Matrix a, Matrix b, int count, out double[] values)
    {
        var basis = SignalBasis.Of(b);
        var eigen = GeneralizedEigen.Of(basis.Project(a), basis.Project(b));
        values = eigen.Values.ToArray();
        var rows = new Matrix(Math.Min(count, values.Length), values.Length);
        for (var r = 0; r < rows.Rows; r++) eigen.Vectors.Row(values.Length - 1 - r).CopyTo(rows.Row(r));
        return basis.IsFull ? rows : MatrixProduct.Multiply(rows, basis.Vectors);
    }
}
