using System.Buffers.Binary;

namespace Pons.Devices.OpenEphys;

/// <summary>
/// Reads the root table of a FlatBuffer, by the format's internals page (https://flatbuffers.dev/internals/): every offset is checked against
/// the buffer before it is followed; a field that is absent or lies outside is not there.
/// </summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _bytes, _fields;
    private readonly int _table;

    /// <summary>Finds the root table of a buffer.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public FlatTable(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _table = Place(0, U32(0));
        var vtable = (long)_table - BinaryPrimitives.ReadInt32LittleEndian(bytes[_table..]);
        if (vtable < 0 || vtable > bytes.Length - 4) throw new InvalidDataException("a FlatBuffer whose vtable lies outside");
        var size = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(int)vtable..]);
        if (size < 4 || size > bytes.Length - vtable) throw new InvalidDataException($"a FlatBuffer whose vtable has {size} bytes");
        _fields = bytes.Slice((int)vtable + 4, size - 4);
    }

    /// <summary>A number of 4 bytes; 0 when it is absent.</summary>
    public uint UInt32(int field) => At(field) is var at and > 0 ? U32(at) : 0;

    /// <summary>A number of 8 bytes; 0 when it is absent.</summary>
    public ulong UInt64(int field) =>
        At(field) is not (var at and > 0) ? 0 : at <= _bytes.Length - 8 ? BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]) : throw Outside(at);

    /// <summary>The bytes of a vector or string; empty when it is absent.</summary>
    /// <param name="field">Which.</param>
    /// <param name="width">Bytes of an element.</param>
    public ReadOnlySpan<byte> Vector(int field, int width)
    {
        var at = At(field);
        if (at == 0) return [];
        var vector = Place(at, U32(at));
        var length = (long)U32(vector) * width;
        return length <= _bytes.Length - vector - 4 ? _bytes.Slice(vector + 4, (int)length) : throw Outside(vector + length);
    }

    private int At(int field)
    {
        if (2 * field + 2 > _fields.Length) return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(_fields[(2 * field)..]);
        return offset == 0 ? 0 : Place(_table, offset);
    }

    private int Place(int from, uint offset) => from + (long)offset is var place && place <= _bytes.Length - 4 ? (int)place : throw Outside(place);

    private uint U32(int at) => at <= _bytes.Length - 4 ? BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]) : throw Outside(at);

    private static InvalidDataException Outside(long at) => new($"a FlatBuffer that points to byte {at}, which it has not");
}
