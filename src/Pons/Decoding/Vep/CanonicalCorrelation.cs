using System.Buffers;
using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>
/// The largest correlation that a weighted sum of a trial's channels has with a weighted sum of reference rows (Hotelling 1936,
/// doi 10.1093/biomet/28.3-4.321), by orthonormal bases of both sides (Björck and Golub 1973, doi 10.2307/2005662).
/// </summary>
internal static class CanonicalCorrelation
{
    /// <summary>The squared largest correlation of a trial with the references of every class.</summary>
    /// <param name="signal">[channel × sample].</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="references">References of as many samples.</param>
    /// <param name="squares">One value a class, overwritten.</param>
    /// <exception cref="DecodingException">No channel changes.</exception>
    public static void Squares(ReadOnlySpan<double> signal, int channels, ReferenceRows references, Span<double> squares)
    {
        var rows = references.ClassCount * references.RowsPerClass;
        var size = references.RowsPerClass;
        var workspace = ArrayPool<double>.Shared.Rent(
            signal.Length + rows * channels + size * size + size + SymmetricEigen.WorkspaceLength(size));
        try
        {
            var basis = workspace.AsSpan(0, signal.Length);
            var rank = OrthonormalRows.Centred(signal, channels, basis);
            if (rank == 0) throw NoChange();
            var products = workspace.AsSpan(signal.Length, rows * rank);
            MatrixProduct.MultiplyTransposed(references.Rows, basis[..(rank * references.SampleCount)], products, references.SampleCount);
            var rest = workspace.AsSpan(signal.Length + rows * channels);
            for (var k = 0; k < references.ClassCount; k++)
                squares[k] = LargestSquare(products.Slice(k * size * rank, size * rank), rank, size, rest);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(workspace);
        }
    }

    /// <summary>Says that nothing follows from a constant signal.</summary>
    public static DecodingException NoChange() => new(
        "No channel of the signal changes.", "It correlates with nothing.", "Check the electrodes, and leave the trial out.");

    // The largest eigenvalue of P · Pᵀ for P [size × rank].
    private static double LargestSquare(ReadOnlySpan<double> product, int rank, int size, Span<double> workspace)
    {
        var gram = workspace[..(size * size)];
        var values = workspace.Slice(size * size, size);
        MatrixProduct.MultiplyTransposed(product, product, gram, rank);
        SymmetricEigen.Decompose(gram, values, workspace.Slice(size * size + size, SymmetricEigen.WorkspaceLength(size)));
        return Math.Clamp(values[size - 1], 0, 1);
    }
}
