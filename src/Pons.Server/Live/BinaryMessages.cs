using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pons.Server.Live;

/// <summary>The two binary messages of the live stream, little-endian; docs/reference/live-stream.md is their specification.</summary>
internal static class BinaryMessages
{
    public const int BlockHeaderSize = 28;
    public const int SpectraHeaderSize = 16;
    private const byte BlockType = 1;
    private const byte SpectraType = 2;
    private const byte Version = 1;
    private const int MissingOffset = 24;

    /// <summary>A signal block; <paramref name="samples"/> is [sample × channel] in the channels' units.</summary>
    public static byte[] Block(ReadOnlySpan<float> samples, int channels, long firstSampleIndex, double timeSeconds, long missingBefore)
    {
        var message = new byte[BlockHeaderSize + samples.Length * sizeof(float)];
        var header = message.AsSpan();
        header[0] = BlockType;
        header[1] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], checked((ushort)channels));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(samples.Length / channels));
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], firstSampleIndex);
        BinaryPrimitives.WriteDoubleLittleEndian(header[16..], timeSeconds);
        WriteMissing(header, missingBefore);
        WriteFloats(samples, header[BlockHeaderSize..]);
        return message;
    }

    /// <summary>The same block for a browser that missed <paramref name="more"/> samples before it.</summary>
    public static byte[] WithMoreMissing(byte[] block, long more)
    {
        var copy = block.AsSpan().ToArray();
        WriteMissing(copy, MissingOf(block) + more);
        return copy;
    }

    /// <summary>How many samples a block says are missing before it.</summary>
    public static long MissingOf(byte[] block) => BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(MissingOffset));

    /// <summary>
    /// Power spectral densities [channel × bin] in µV²/Hz; bin k lies at k · <paramref name="binHz"/>. Bytes 6 and 7 are zero.
    /// </summary>
    public static byte[] Spectra(ReadOnlySpan<float> densities, int channels, double binHz)
    {
        var message = new byte[SpectraHeaderSize + densities.Length * sizeof(float)];
        var header = message.AsSpan();
        header[0] = SpectraType;
        header[1] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], checked((ushort)channels));
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], checked((ushort)(densities.Length / channels)));
        BinaryPrimitives.WriteDoubleLittleEndian(header[8..], binHz);
        WriteFloats(densities, header[SpectraHeaderSize..]);
        return message;
    }

    private static void WriteMissing(Span<byte> message, long missing) =>
        BinaryPrimitives.WriteUInt32LittleEndian(message[MissingOffset..], (uint)Math.Min(missing, uint.MaxValue));

    private static void WriteFloats(ReadOnlySpan<float> values, Span<byte> target)
    {
        if (BitConverter.IsLittleEndian) MemoryMarshal.AsBytes(values).CopyTo(target);
        else
            for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(target[(i * sizeof(float))..], values[i]);
    }
}
