using System.Buffers.Binary;
using System.Text;

namespace Pons.Formats.Gdf;

/// <summary>The little-endian numbers and the texts of a header, by their byte.</summary>
internal sealed class GdfBytes(byte[] bytes)
{
    public int Length => bytes.Length;

    public ReadOnlySpan<byte> At(int offset, int length) => bytes.AsSpan(offset, length);

    public byte U8(int offset) => bytes[offset];

    public int U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(offset));

    public int I16(int offset) => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(offset));

    public uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));

    public long I64(int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));

    public ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(offset));

    public float F32(int offset) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(offset));

    public double F64(int offset) => BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(offset));

    /// <summary>A text up to its first zero byte: UTF-8 where it is, else Latin-1.</summary>
    public string Text(int offset, int length)
    {
        var field = bytes.AsSpan(offset, length);
        var end = field.IndexOf((byte)0);
        if (end >= 0) field = field[..end];
        var isUtf8 = System.Text.Unicode.Utf8.IsValid(field);
        return (isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString(field).Trim();
    }
}
