namespace Pons.Devices;

/// <summary>Whole numbers of 24 bits in two's complement, as converters of amplifiers give them.</summary>
internal static class Int24
{
    public const int Most = (1 << 23) - 1;

    public static int ReadBigEndian(ReadOnlySpan<byte> bytes) => (sbyte)bytes[0] << 16 | bytes[1] << 8 | bytes[2];

    public static int ReadLittleEndian(ReadOnlySpan<byte> bytes) => (sbyte)bytes[2] << 16 | bytes[1] << 8 | bytes[0];

    public static void WriteBigEndian(Span<byte> into, int value) =>
        (into[0], into[1], into[2]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);

    public static void WriteLittleEndian(Span<byte> into, int value) =>
        (into[2], into[1], into[0]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
}
