using System.Buffers.Binary;

namespace Pons.Formats.Edf;

/// <summary>Samples of 2 or 3 bytes as whole numbers.</summary>
internal static class EdfNumber
{
    /// <summary>The number at the start of the bytes.</summary>
    public static int Read(ReadOnlySpan<byte> sample, int sampleBytes) =>
        sampleBytes == 2 ? BinaryPrimitives.ReadInt16LittleEndian(sample) : sample[0] | sample[1] << 8 | (sbyte)sample[2] << 16;

    /// <summary>Lays numbers down one after the other.</summary>
    public static void Write(ReadOnlySpan<int> numbers, int sampleBytes, Span<byte> bytes)
    {
        if (sampleBytes == 2)
            for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes[(2 * i)..], (short)numbers[i]);
        else
            for (var i = 0; i < numbers.Length; i++)
                (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) = ((byte)numbers[i], (byte)(numbers[i] >> 8), (byte)(numbers[i] >> 16));
    }
}
