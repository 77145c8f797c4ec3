using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// Independent component analysis by fixed-point steps on all sources at once, with tanh (Hyvärinen 1999, doi 10.1109/72.761722). Channels are
/// whitened first, so that average-referenced data of lower rank give fewer sources. The result depends on signal, options and seed alone.
/// </summary>
public sealed record FastIca
{
    private const int Piece = 512;

    /// <summary>Sources to look for, the strongest directions; null, the default, for all that the signal fills.</summary>
    public int? Components { get; init; }

    /// <summary>Ends when no direction turns by more: 1 − |cosine|; 1e-8 by default.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>Most steps; 500 by default.</summary>
    public int MaximalSteps { get; init; } = 500;

    /// <summary>Decides where the search starts; 0 by default.</summary>
    public int Seed { get; init; }

    /// <summary>Finds the sources.</summary>
    /// <param name="signal">Values [channel × sample], at least 10 samples a channel and squared channel count.</param>
    /// <param name="channelCount">Number of channels.</param>
    /// <exception cref="ArtefactException">Values not finite, too few samples, a signal without change, or no convergence.</exception>
    public IndependentComponents Fit(ReadOnlySpan<double> signal, int channelCount)
    {
        var (centred, means) = ArtefactSignal.Centred(signal, channelCount, Math.Max(100, 3 * channelCount * channelCount));
        var (whitening, colouring) = Whitening(centred);
        var white = MatrixProduct.Multiply(whitening, centred);
        var (turn, steps) = Search(white);
        return Sorted(means, MatrixProduct.Multiply(turn, whitening), MatrixProduct.MultiplyTransposed(colouring, turn), steps);
    }

    // Rows that make unit variance, and their inverse; directions without variance are left out.
    private (Matrix Whitening, Matrix Colouring) Whitening(Matrix centred)
    {
        var spread = MatrixProduct.MultiplyTransposed(centred, centred);
        TensorPrimitives.Divide(spread.Values, centred.Columns, spread.Values);
        var eigen = SymmetricEigen.Of(spread);
        var largest = TensorPrimitives.Max(eigen.Values);
        int[] kept = [.. Enumerable.Range(0, spread.Rows).Where(k => eigen.Values[k] > 1e-12 * largest).OrderByDescending(k => eigen.Values[k])];
        if (!(largest > 0)) throw new ArtefactException("No channel of the signal changes.", "There is nothing to take apart.", "Check the recording.");
        if (Components is { } wanted) kept = kept[..Math.Clamp(wanted, 1, kept.Length)];
        Matrix whitening = new(kept.Length, spread.Rows), colouring = new(spread.Rows, kept.Length);
        for (var i = 0; i < kept.Length; i++)
        {
            var deviation = Math.Sqrt(eigen.Values[kept[i]]);
            for (var c = 0; c < spread.Rows; c++)
                (whitening[i, c], colouring[c, i]) = (eigen.Vectors[kept[i], c] / deviation, eigen.Vectors[kept[i], c] * deviation);
        }

        return (whitening, colouring);
    }

    private (Matrix Turn, int Steps) Search(Matrix white)
    {
        var n = white.Rows;
        var random = new Random(Seed);
        var turn = new Matrix(n, n);
        for (var k = 0; k < n * n; k++) turn.Values[k] = random.NextDouble() - 0.5;
        turn = Orthogonal(turn);
        for (var step = 1; step <= MaximalSteps; step++)
        {
            var next = Orthogonal(Step(turn, white));
            var change = 0.0;
            for (var k = 0; k < n; k++) change = Math.Max(change, Math.Abs(1 - Math.Abs(TensorPrimitives.Dot<double>(next.Row(k), turn.Row(k)))));
            turn = next;
            if (change < Tolerance) return (turn, step);
        }

        throw new ArtefactException(
            $"FastICA did not come to rest in {MaximalSteps} steps on {n} directions of {white.Columns} samples.",
            "The sources would depend on where the search stopped.", "Give more signal, ask for fewer components, or allow a larger tolerance.");
    }

    // E[tanh(Wz)·zᵀ] − E[1 − tanh²(Wz)]·W, in pieces that stay in the cache.
    private static Matrix Step(Matrix turn, Matrix white)
    {
        var n = turn.Rows;
        Matrix sum = new(n, n), part = new(n, n);
        var slope = new double[n];
        double[] piece = new double[n * Piece], source = new double[n * Piece];
        for (var t = 0; t < white.Columns; t += Piece)
        {
            var length = Math.Min(Piece, white.Columns - t);
            Span<double> z = piece.AsSpan(0, n * length), y = source.AsSpan(0, n * length);
            for (var k = 0; k < n; k++) white.Row(k).Slice(t, length).CopyTo(z[(k * length)..]);
            MatrixProduct.Multiply(turn.Values, z, y, n);
            TensorPrimitives.Tanh<double>(y, y);
            for (var k = 0; k < n; k++) slope[k] += length - TensorPrimitives.SumOfSquares<double>(y.Slice(k * length, length));
            MatrixProduct.MultiplyTransposed(y, z, part.Values, length);
            TensorPrimitives.Add(sum.Values, part.Values, sum.Values);
        }

        for (var k = 0; k < n; k++) TensorPrimitives.MultiplyAdd<double>(turn.Row(k), -slope[k], sum.Row(k), sum.Row(k));
        return sum;
    }

    // (W·Wᵀ)^(−1/2)·W.
    private static Matrix Orthogonal(Matrix w) => MatrixProduct.Multiply(SpdFunction.InverseSqrt(MatrixProduct.MultiplyTransposed(w, w)), w);

    private static IndependentComponents Sorted(double[] means, Matrix unmixing, Matrix mixing, int steps)
    {
        int count = unmixing.Rows, channels = unmixing.Columns;
        var columns = mixing.Transpose();
        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(k => TensorPrimitives.SumOfSquares<double>(columns.Row(k)))];
        Matrix rows = new(count, channels), sorted = new(count, channels);
        for (var i = 0; i < count; i++)
        {
            var sign = columns.Row(order[i])[TensorPrimitives.IndexOfMaxMagnitude<double>(columns.Row(order[i]))] < 0 ? -1.0 : 1.0;
            TensorPrimitives.Multiply(unmixing.Row(order[i]), sign, rows.Row(i));
            TensorPrimitives.Multiply(columns.Row(order[i]), sign, sorted.Row(i));
        }

        return new(means, rows, sorted.Transpose(), steps);
    }
}
