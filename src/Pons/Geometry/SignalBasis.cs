using System.Buffers;
using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>
/// The directions that a signal fills. Average referencing, interpolation and component removal empty directions; in the basis of the
/// rest, covariances are positive definite without any regularisation. Immutable as long as nobody writes to <see cref="Vectors"/>.
/// </summary>
public sealed class SignalBasis
{
    private Matrix? _vectors;

    private SignalBasis(int rank, int channelCount, Matrix? vectors)
    {
        Rank = rank;
        ChannelCount = channelCount;
        _vectors = vectors;
    }

    /// <summary>Orthonormal rows [rank × channel]; the identity when the basis is full.</summary>
    public Matrix Vectors => _vectors ??= Matrix.Identity(ChannelCount);

    /// <summary>Number of channels of the signal.</summary>
    public int ChannelCount { get; }

    /// <summary>Number of directions that are filled.</summary>
    public int Rank { get; }

    /// <summary>True if no direction is empty; projecting then changes nothing.</summary>
    public bool IsFull => Rank == ChannelCount;

    /// <summary>The basis of a signal without empty directions.</summary>
    /// <param name="channels">Number of channels, at least 1.</param>
    public static SignalBasis Full(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        return new SignalBasis(channels, channels, null);
    }

    /// <summary>
    /// The basis of the data behind a covariance. A direction is empty if its eigenvalue, after scaling every channel to unit power, is
    /// below 1e-12 of the largest: channels of different units do not hide each other.
    /// </summary>
    /// <param name="pooledSampleCovariance">Sample covariance without shrinkage [channel × channel], over all trials that are to share
    /// the basis.</param>
    /// <exception cref="GeometryException">A value is not finite, or no channel has any power.</exception>
    public static SignalBasis Of(Matrix pooledSampleCovariance)
    {
        SpdMatrix.ThrowIfNotSquare(pooledSampleCovariance);
        SpdMatrix.ThrowIfNotFinite(pooledSampleCovariance.Values, pooledSampleCovariance.Columns, "The covariance");
        var n = pooledSampleCovariance.Rows;
        if (IsSurelyFull(pooledSampleCovariance)) return Full(n);
        var deviations = new double[n];
        for (var i = 0; i < n; i++) deviations[i] = Math.Sqrt(Math.Max(pooledSampleCovariance.Values[i * n + i], 0));
        var scaled = Scaled(pooledSampleCovariance, deviations);
        var eigen = SymmetricEigen.Of(scaled);
        var rank = 0;
        foreach (var value in eigen.Values)
            if (value > SpdMatrix.RankTolerance * eigen.Values[^1]) rank++;
        if (rank == 0)
        {
            throw new GeometryException(
                $"The covariance of {n} channels is zero.",
                "No direction of the signal can be told from another.",
                "Check that the channels are connected.");
        }

        return rank == n ? Full(n) : new SignalBasis(rank, n, Span(eigen.Vectors, deviations, rank));
    }

    /// <summary>Projects a signal onto the basis.</summary>
    /// <param name="signal">[channel × sample].</param>
    /// <returns>[rank × sample], new.</returns>
    /// <exception cref="ArgumentException">The length is not a multiple of the number of channels.</exception>
    public double[] Project(ReadOnlySpan<double> signal)
    {
        if (signal.IsEmpty || signal.Length % ChannelCount != 0)
            throw new ArgumentException($"{signal.Length} values are not a signal of {ChannelCount} channels.", nameof(signal));
        if (IsFull) return signal.ToArray();
        var projected = new double[signal.Length / ChannelCount * Rank];
        MatrixProduct.Multiply(Vectors.Values, signal, projected, ChannelCount);
        return projected;
    }

    /// <summary>Projects a symmetric matrix onto the basis.</summary>
    /// <param name="matrix">[channel × channel].</param>
    /// <returns>[rank × rank], new.</returns>
    /// <exception cref="ArgumentException">The size is not the number of channels.</exception>
    public Matrix Project(Matrix matrix)
    {
        SpdMatrix.ThrowIfNotOfSize(matrix, ChannelCount);
        return IsFull ? matrix.Clone() : MatrixProduct.Congruence(Vectors, matrix);
    }

    /// <summary>The covariance of channels brought to unit power; channels without any stay zero.</summary>
    private static Matrix Scaled(Matrix covariance, double[] deviations)
    {
        var scaled = new Matrix(covariance.Rows, covariance.Rows);
        var inverse = new double[deviations.Length];
        for (var i = 0; i < inverse.Length; i++) inverse[i] = deviations[i] > 0 ? 1 / deviations[i] : 0;
        for (var r = 0; r < inverse.Length; r++)
        {
            TensorPrimitives.Multiply(covariance.Row(r), inverse, scaled.Row(r));
            TensorPrimitives.Multiply(scaled.Row(r), inverse[r], scaled.Row(r));
        }

        return scaled;
    }

    /// <summary>
    /// A proof that is much cheaper than eigenvalues. Of the covariance R of channels scaled to unit power, λmax ≤ n and λmin ≥ 1 / trace
    /// R⁻¹;
    /// with the factor L and the variances of the covariance itself, that trace is Σ (L⁻¹)²ᵢⱼ · varianceⱼ.
    /// </summary>
    private static bool IsSurelyFull(Matrix covariance)
    {
        var n = covariance.Rows;
        var rented = ArrayPool<double>.Shared.Rent(2 * n * n);
        try
        {
            Span<double> upper = rented.AsSpan(0, n * n), inverse = rented.AsSpan(n * n, n * n);
            covariance.Values.CopyTo(upper);
            if (!Cholesky.TryFactorUpper(upper, n)) return false;
            Cholesky.InvertLower(upper, inverse, n);
            // The columns of L⁻¹ weighted: squares are summed down the rows first.
            var squares = upper[..n];
            squares.Clear();
            for (var r = 0; r < n; r++)
            {
                var row = inverse.Slice(r * n, r + 1);
                TensorPrimitives.MultiplyAdd(row, row, squares[..(r + 1)], squares[..(r + 1)]);
            }

            var trace = 0.0;
            for (var c = 0; c < n; c++) trace += squares[c] * covariance.Values[c * n + c];
            return trace < SpdMatrix.CertainShare / (SpdMatrix.RankTolerance * n);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// Orthonormal rows over the range of D · R · D, R with the given eigenvectors and the last <paramref name="rank"/> values not zero.
    /// </summary>
    private static Matrix Span(Matrix vectors, double[] deviations, int rank)
    {
        var n = deviations.Length;
        var basis = new Matrix(rank, n);
        for (var i = 0; i < rank; i++)
        {
            var row = basis.Row(i);
            TensorPrimitives.Multiply(vectors.Row(n - 1 - i), deviations, row);
            // Twice is enough (Giraud, Langou and Rozložník 2005, doi 10.1016/j.camwa.2005.08.009).
            for (var pass = 0; pass < 2; pass++)
                for (var k = 0; k < i; k++)
                    TensorPrimitives.MultiplyAdd<double>(basis.Row(k), -TensorPrimitives.Dot<double>(basis.Row(k), row), row, row);
            TensorPrimitives.Divide(row, TensorPrimitives.Norm<double>(row), row);
        }

        return basis;
    }
}
