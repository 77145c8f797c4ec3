using System.Buffers.Binary;

namespace Pons.Formats.AntCnt;

/// <summary>
/// Decodes the samples of one channel of a block ("raw3"). Four bits name the method, of which the highest asks for 32 bits; then come
/// the width of a residual and of an exception (4 or 6 bits each), the first sample (16 or 32 bits) and the residuals, each the most
/// significant bit first. The lowest residual that fits announces an exception, which follows in its own width. A channel ends with a byte.
/// </summary>
internal static class Raw3Decoder
{
    /// <summary>So many bytes behind the last one may be looked at.</summary>
    public const int Padding = 8;

    private const int Copy = 0, Difference = 1, SecondDifference = 2, NeighbourDifference = 3;

    /// <summary>Decodes one channel.</summary>
    /// <param name="bytes">The block with <see cref="Padding"/> more bytes.</param>
    /// <param name="at">Where the channel begins.</param>
    /// <param name="end">Where the block ends.</param>
    /// <param name="neighbour">The samples of the channel that was decoded before; as many zeros for the first.</param>
    /// <param name="samples">The samples.</param>
    /// <returns>Where the next channel begins; −1 when what stands there is no channel, or is longer than the block.</returns>
    public static int Decode(ReadOnlySpan<byte> bytes, int at, int end, ReadOnlySpan<int> neighbour, Span<int> samples)
    {
        if (at >= end) return -1;
        var (method, isWide) = (bytes[at] >> 4 & 7, bytes[at] >= 0x80);
        if (method == Copy) return DecodeCopy(bytes, at + 1, end, isWide, samples);
        if (method > NeighbourDifference || end - at < (isWide ? 6 : 4)) return -1;
        var head = BinaryPrimitives.ReadUInt64BigEndian(bytes[at..]);
        int width, exceptionWidth;
        long bit;
        if (isWide)
        {
            (width, exceptionWidth) = ((int)(head >> 54) & 0x3F, (int)(head >> 48) & 0x3F);
            samples[0] = (int)(head >> 16);
            bit = at * 8L + 48;
        }
        else
        {
            // 16 does not fit 4 bits and is written as 0.
            (width, exceptionWidth) = (Sixteen(head >> 56), Sixteen(head >> 52));
            samples[0] = (short)(head >> 36);
            bit = at * 8L + 28;
        }

        if (width is < 1 or > 32 || exceptionWidth is < 1 or > 32) return -1;
        bit = DecodeResiduals(bytes, bit, end * 8L, (width, exceptionWidth), samples);
        if (bit < 0) return -1;
        Restore(method, neighbour, samples);
        return (int)((bit + 7) / 8);
    }

    private static int Sixteen(ulong bits) => (bits & 0xF) == 0 ? 16 : (int)(bits & 0xF);

    private static int DecodeCopy(ReadOnlySpan<byte> bytes, int at, int end, bool isWide, Span<int> samples)
    {
        var next = at + (long)samples.Length * (isWide ? 4 : 2);
        if (next > end) return -1;
        for (var i = 0; i < samples.Length; i++)
            samples[i] = isWide ? BinaryPrimitives.ReadInt32BigEndian(bytes[(at + i * 4)..])
                : BinaryPrimitives.ReadInt16BigEndian(bytes[(at + i * 2)..]);
        return (int)next;
    }

    private static long DecodeResiduals(ReadOnlySpan<byte> bytes, long bit, long endBit, (int Usual, int Exception) width,
        Span<int> residuals)
    {
        var (shift, exceptionShift) = (64 - width.Usual, 64 - width.Exception);
        // With equal widths there are no exceptions: the lowest residual is itself.
        var announcement = width.Usual == width.Exception ? long.MaxValue : -1L << (width.Usual - 1);
        for (var i = 1; i < residuals.Length; i++)
        {
            if (bit + width.Usual > endBit) return -1;
            var residual = At(bytes, bit) >> shift;
            bit += width.Usual;
            if (residual == announcement)
            {
                if (bit + width.Exception > endBit) return -1;
                residual = At(bytes, bit) >> exceptionShift;
                bit += width.Exception;
            }

            residuals[i] = (int)residual;
        }

        return bit;
    }

    /// <summary>The bits from a place on, at the upper end of the number.</summary>
    private static long At(ReadOnlySpan<byte> bytes, long bit) =>
        BinaryPrimitives.ReadInt64BigEndian(bytes[(int)(bit >> 3)..]) << (int)(bit & 7);

    /// <summary>Sums residuals up; whole numbers go round beyond 32 bits as they did when they were written.</summary>
    private static void Restore(int method, ReadOnlySpan<int> neighbour, Span<int> samples)
    {
        unchecked
        {
            var (value, slope) = (samples[0], 0);
            for (var i = 1; i < samples.Length; i++)
            {
                slope = method switch
                {
                    Difference => samples[i],
                    SecondDifference => slope + samples[i],
                    _ => samples[i] + neighbour[i] - neighbour[i - 1],
                };
                samples[i] = value += slope;
            }
        }
    }
}
