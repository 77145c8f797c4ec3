using System.Buffers.Binary;

namespace Pons.Formats.Edf;

/// <summary>Scales 16-bit samples that stand signal after signal and lays them out [sample × channel].</summary>
internal static class EdfSampleKernel
{
    /// <summary>Converts the samples <paramref name="row"/> to <paramref name="row"/> + <paramref name="rows"/> of every signal.</summary>
    /// <param name="bytes">Little-endian samples, signal after signal.</param>
    /// <param name="offsets">Where each signal begins, in bytes.</param>
    /// <param name="row">First sample of each signal to convert.</param>
    /// <param name="rows">How many.</param>
    /// <param name="gains">Physical value of one digital step, per signal.</param>
    /// <param name="zeros">Physical value of digital 0, per signal.</param>
    /// <param name="destination">[sample × channel], <paramref name="rows"/> rows.</param>
    public static void Convert(
        ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, int rows,
        ReadOnlySpan<double> gains, ReadOnlySpan<double> zeros, Span<float> destination)
    {
        var width = offsets.Length;
        for (var c = 0; c < width; c++)
        {
            var signal = bytes.Slice(offsets[c] + row * 2, rows * 2);
            for (var r = 0; r < rows; r++)
                destination[r * width + c] = (float)(BinaryPrimitives.ReadInt16LittleEndian(signal[(r * 2)..]) * gains[c] + zeros[c]);
        }
    }
}
