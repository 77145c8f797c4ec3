using System.Buffers.Binary;

namespace Pons.Formats.Xdf;

/// <summary>The bytes that every XDF file is made of: magic code, lengths, boundary.</summary>
internal static class XdfLayout
{
    /// <summary>Longest head of a chunk: length of the length, eight bytes of length, tag.</summary>
    public const int LongestHead = 1 + 8 + 2;

    /// <summary>Bytes of a boundary chunk in front of its signature, and with it.</summary>
    public const int BoundaryHead = 4, BoundaryLength = BoundaryHead + 16;

    /// <summary>Bytes behind the head of a clock offset: stream, time, offset.</summary>
    public const int ClockOffsetContent = 4 + 8 + 8;

    public static ReadOnlySpan<byte> Magic => "XDF:"u8;

    /// <summary>What a boundary chunk holds, so that it is found again behind damage.</summary>
    public static ReadOnlySpan<byte> Signature =>
        [0x43, 0xA5, 0x46, 0xDC, 0xCB, 0xF5, 0x41, 0x0F, 0xB3, 0x0E, 0xD5, 0x46, 0x73, 0x83, 0xCB, 0xE4];

    /// <summary>Reads a number of one, four or eight bytes that states its own size first.</summary>
    /// <returns>How many bytes it takes with its size; 0 when there is none.</returns>
    public static int ReadNumber(ReadOnlySpan<byte> bytes, out long number)
    {
        number = 0;
        if (bytes.IsEmpty || bytes[0] is not (1 or 4 or 8) || bytes.Length <= bytes[0]) return 0;
        var size = bytes[0];
        number = size switch
        {
            1 => bytes[1],
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]),
        };
        return number < 0 ? 0 : 1 + size;
    }

    /// <summary>Writes a number in the fewest bytes that hold it.</summary>
    /// <returns>How many bytes were written, at most 9.</returns>
    public static int WriteNumber(Span<byte> bytes, long number)
    {
        if (number <= byte.MaxValue)
        {
            (bytes[0], bytes[1]) = (1, (byte)number);
            return 2;
        }

        if (number <= uint.MaxValue)
        {
            bytes[0] = 4;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[1..], (uint)number);
            return 5;
        }

        bytes[0] = 8;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], number);
        return 9;
    }
}
