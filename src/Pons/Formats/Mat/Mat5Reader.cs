using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>Reads the data elements of a MAT 5 file from its bytes, or from what a compressed element inflates to.</summary>
internal sealed class Mat5Reader(MatBytes bytes, string file, bool isSwapped, MatAllowance allowance)
{
    private const int MostDimensions = 32, MostDepth = 40, MostNameBytes = 1 << 16;

    /// <summary>Arrays up to this size are taken into memory at once: in compressed bytes there is no cheap way back to them.</summary>
    private const int HeldBytes = 1 << 16;

    /// <summary>Whether a value that was read has left its numbers where they are.</summary>
    public bool LeavesNumbers { get; private set; }

    /// <summary>Reads the tag at a place; the element lies before <paramref name="end"/>.</summary>
    public Mat5Tag Tag(long at, long end)
    {
        if (at > end - 8) throw Fault(at, "A data element begins here, and there is no room for it.");
        Span<byte> raw = stackalloc byte[8];
        bytes.Read(at, raw);
        var (type, length) = (UInt32(raw), UInt32(raw[4..]));
        if (type >> 16 != 0)
        {
            // Up to four bytes stand in the tag itself; their number is the upper half of its first word.
            var small = type >> 16;
            if (small > 4) throw Fault(at, $"A small data element has {small} bytes, and at most 4 fit.");
            return new((int)(type & 0xFFFF), small, at + 4, at + 8);
        }

        if (length > end - at - 8) throw Fault(at, $"A data element claims {length} bytes, and {end - at - 8} are left.");
        return new((int)type, length, at + 8, Math.Min(end, at + 8 + (length + 7L) / 8 * 8));
    }

    /// <summary>Reads what stands before the data of a matrix element.</summary>
    public Mat5Array Head(long at, long end)
    {
        var flags = Tag(at, end);
        if (flags.Type != Mat5Tag.UInt32 || flags.Bytes < 8) throw Fault(at, "A matrix does not begin with its flags.");
        Span<byte> word = stackalloc byte[4];
        bytes.Read(flags.Data, word);
        var bits = UInt32(word);
        var kind = (MatClass)(bits & 0xFF);
        // Objects of newer kinds have no dimensions.
        var (size, next) = kind == MatClass.Opaque ? (MatValue.Single, flags.Next) : Dimensions(flags.Next, end);
        var name = Tag(next, end);
        if (name.Bytes > MostNameBytes) throw Fault(next, $"The name of a variable has {name.Bytes} bytes.");
        return new(kind, (bits & 0x0800) != 0, size, Encoding.UTF8.GetString(Raw(name)).TrimEnd('\0'), name.Next);
    }

    /// <summary>Reads the value of a matrix element.</summary>
    public MatValue Value(long at, long end, int depth = 0)
    {
        allowance.Take(at, 128);
        if (at == end) return Empty(MatClass.Double);
        if (depth > MostDepth) throw Fault(at, $"Values lie in each other more than {MostDepth} deep.");
        var head = Head(at, end);
        return head.Class switch
        {
            >= MatClass.Double and <= MatClass.UInt64 => Numbers(head, end),
            MatClass.Char => Characters(head, end),
            MatClass.Cell => new MatCell(head.Size, Values(head.Data, end, MatValue.CountOf(head.Size), depth)),
            MatClass.Struct => Struct(head, end, depth),
            _ => new MatUnread(head.Class, head.Size),
        };
    }

    private (ImmutableArray<long> Size, long Next) Dimensions(long at, long end)
    {
        var tag = Tag(at, end);
        if (tag.Type != Mat5Tag.Int32 || tag.Bytes is < 8 or > MostDimensions * 4)
            throw Fault(at, "A matrix has no dimensions behind its flags.");
        var raw = Raw(tag);
        var size = ImmutableArray.CreateBuilder<long>(raw.Length / 4);
        var count = 1.0;
        for (var i = 0; i + 4 <= raw.Length; i += 4)
        {
            size.Add((int)UInt32(raw.AsSpan(i)));
            count *= size[^1];
            if (size[^1] < 0 || count > 1e15) throw Fault(at, $"The dimensions {string.Join('×', size)} cannot be.");
        }

        return (size is [1, 1] ? MatValue.Single : size.ToImmutable(), tag.Next);
    }

    private MatStoredArray Numbers(Mat5Array head, long end)
    {
        var count = MatValue.CountOf(head.Size);
        if (count == 0) return Empty(head.Class, head.Size);
        var tag = Tag(head.Data, end);
        if (tag.Numbers is not { } type) throw Fault(head.Data, $"The numbers of a matrix have the unknown data type {tag.Type}.");
        if (tag.Bytes != count * MatNumbers.WidthOf(type))
            throw Fault(head.Data, $"A matrix of {string.Join('×', head.Size)} numbers has {tag.Bytes} bytes for them.");
        var (source, start) = (bytes, tag.Data);
        if (tag.Bytes <= HeldBytes && allowance.TryTake(tag.Bytes))
            (source, start) = (new MatHeldBytes(Raw(tag), file, 0, bytes.PlaceOf(tag.Data)), 0);
        else LeavesNumbers = true;
        return new MatStoredArray(head.Class, head.Size, type, isSwapped, source, start) { IsComplex = head.IsComplex };
    }

    private static MatStoredArray Empty(MatClass kind, ImmutableArray<long> size = default) =>
        new(kind, size.IsDefault ? [0, 0] : size, SampleType.Float64, false, new MatHeldBytes(default, "", 0, 0), 0);

    private MatText Characters(Mat5Array head, long end)
    {
        var count = MatValue.CountOf(head.Size);
        if (count == 0) return new(head.Size, [""]);
        var tag = Tag(head.Data, end);
        allowance.Take(head.Data, tag.Bytes * 2);
        var raw = Raw(tag);
        var text = tag.Type switch
        {
            Mat5Tag.Utf8 => Encoding.UTF8.GetString(raw),
            Mat5Tag.Int8 or Mat5Tag.UInt8 => Encoding.Latin1.GetString(raw),
            Mat5Tag.UInt16 or Mat5Tag.Utf16 => (isSwapped == BitConverter.IsLittleEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(raw),
            Mat5Tag.Utf32 => new UTF32Encoding(isSwapped == BitConverter.IsLittleEndian, false).GetString(raw),
            _ => throw Fault(head.Data, $"The characters of a text have the unknown data type {tag.Type}."),
        };
        var rows = MatValue.CountOf(head.Size) == text.Length ? head.Size[0] : 1;
        return new(head.Size, rows == 1 ? [text] : Lines(text, (int)rows));
    }

    /// <summary>The first characters of all rows stand before the second ones.</summary>
    private static ImmutableArray<string> Lines(string text, int rows) =>
        [.. Enumerable.Range(0, rows).Select(r => string.Create(text.Length / rows, (text, rows, r), static (line, s) =>
        {
            for (var c = 0; c < line.Length; c++) line[c] = s.text[c * s.rows + s.r];
        }))];

    private MatStruct Struct(Mat5Array head, long end, int depth)
    {
        var widthTag = Tag(head.Data, end);
        if (widthTag.Bytes != 4) throw Fault(head.Data, "A struct does not state how long the names of its fields are.");
        var width = (int)UInt32(Raw(widthTag));
        var namesTag = Tag(widthTag.Next, end);
        if (width < 1 || namesTag.Bytes % width != 0 || namesTag.Bytes > MostNameBytes)
            throw Fault(widthTag.Next, $"The names of a struct's fields take {namesTag.Bytes} bytes, {width} each.");
        var names = Raw(namesTag).Chunk(width).Select(n => Encoding.UTF8.GetString(n).Split('\0')[0]).ToImmutableArray();
        var values = names.IsEmpty ? [] : Values(namesTag.Next, end, MatValue.CountOf(head.Size) * (decimal)names.Length, depth);
        return new(head.Size, names, values);
    }

    private ImmutableArray<MatValue> Values(long at, long end, decimal count, int depth)
    {
        // Each value takes a tag at least.
        if (count > (end - at) / 8) throw Fault(at, $"There should be {count} values here, in {end - at} bytes.");
        allowance.Take(at, (long)count * 8);
        var values = ImmutableArray.CreateBuilder<MatValue>((int)count);
        while (values.Count < values.Capacity)
        {
            var tag = Tag(at, end);
            if (tag.Type != Mat5Tag.Matrix) throw Fault(at, $"A value is missing: there is a data element of type {tag.Type}.");
            values.Add(Value(tag.Data, tag.Data + tag.Bytes, depth + 1));
            at = tag.Next;
        }

        return values.MoveToImmutable();
    }

    private byte[] Raw(Mat5Tag tag)
    {
        var raw = new byte[tag.Bytes];
        bytes.Read(tag.Data, raw);
        return raw;
    }

    private uint UInt32(ReadOnlySpan<byte> raw)
    {
        var number = MemoryMarshal.Read<uint>(raw);
        return isSwapped ? BinaryPrimitives.ReverseEndianness(number) : number;
    }

    private RecordingFormatException Fault(long at, string what) => new(
        file, bytes.PlaceOf(at), what, "The variable cannot be taken apart, so that none of its numbers can be trusted.",
        "Copy the file again, or save it again from MATLAB.");
}
