using System.Buffers.Binary;
using System.Text;
using Pons.Formats;

namespace Pons.Deidentification.Recordings;

/// <summary>Goes through one MATLAB variable (MAT-File Format, section "Data element format") and writes it again without what points to a person.</summary>
internal sealed class MatWalk(byte[] element, bool isLittle, long fileOffset, string file, Scribe scribe)
{
    private const int Deepest = 64, Int8 = 1, UInt8 = 2, UInt16 = 4, Int32 = 5, UInt32 = 6, Single = 7, Double = 9, Matrix = 14, Utf8 = 16, Utf16 = 17;
    private const int Cell = 1, Struct = 2, Char = 4, Sparse = 5, FirstNumber = 6, LastNumber = 15;

    private readonly ByteBuilder _result = new(element.Length);
    private int _position;

    public static uint U32(ReadOnlySpan<byte> bytes, bool isLittle) => isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    public static void PutU32(Span<byte> bytes, uint value, bool isLittle)
    {
        if (isLittle) BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        else BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
    }

    public byte[] Run()
    {
        while (_position + 8 <= element.Length) Array("", 0);
        return _result.ToArray();
    }

    /// <summary>A matrix: flags, size, name, and what its class holds.</summary>
    private void Array(string field, int depth)
    {
        if (depth > Deepest) throw Fault("Values stand too deeply in each other");
        var tag = Tag();
        if (tag.Type != Matrix) throw Fault($"An element of type {tag.Type} stands where a matrix was expected");
        if (tag.Length == 0)
        {
            Copy(tag.Start, 8);
            _position = tag.End;
            return;
        }

        _position = tag.Start + 8;
        var headAt = _result.Length;
        _result.Write(element.AsSpan(tag.Start, 8));
        Content(field, depth, tag.Start + 8 + tag.Length);
        _position = tag.End;
        Pad();
        PutU32(_result.Written[(headAt + 4)..], (uint)(_result.Length - headAt - 8), isLittle);
    }

    private void Content(string field, int depth, int end)
    {
        var flags = Tag();
        if (flags.Type != UInt32 || flags.Length < 8) throw Fault("The flags of a matrix are missing");
        var kind = (int)(U32(element.AsSpan(flags.Data), isLittle) & 0xFF);
        var isComplex = (U32(element.AsSpan(flags.Data), isLittle) & 0x800) != 0;
        CopyElement(flags);
        var dimensions = Tag();
        var name = TagAt(dimensions.End);
        var label = TextBytes.Decode(element.AsSpan(name.Data, name.Length), out _);
        var own = label.Length > 0 ? label : field;
        if (kind == Char)
        {
            Characters(dimensions, name, own);
            return;
        }

        CopyElement(dimensions);
        Name(name);
        switch (kind)
        {
            case Cell:
                while (_position + 8 <= end) Array(own, depth + 1);
                break;
            case Struct:
                Fields(end, depth);
                break;
            case Sparse or (>= FirstNumber and <= LastNumber):
                Numbers(own, end, kind, isComplex);
                break;
            default:
                throw Fault($"'{scribe.Shown(own)}' is an object or function");
        }
    }

    private void Fields(int end, int depth)
    {
        var width = Tag();
        var length = width.Length >= 4 ? (int)U32(element.AsSpan(width.Data), isLittle) : 0;
        var names = TagAt(width.End);
        if (length is < 1 or > 1024 || names.Length % length != 0) throw Fault("The names of the fields of a struct have no width");
        CopyElement(width);
        CopyElement(names);
        var fields = Enumerable.Range(0, names.Length / length)
            .Select(i => TextBytes.Decode(element.AsSpan(names.Data + i * length, length).TrimEnd((byte)0), out _)).ToArray();
        foreach (var field in fields) scribe.Text("name of a field", null, field, knownOnly: true);
        if (fields.Length == 0) return;
        for (var i = 0; _position + 8 <= end; i++) Array(fields[i % fields.Length], depth + 1);
    }

    /// <summary>Text: rows of a matrix in the order of columns. What was one row may get another length.</summary>
    private void Characters(Element dimensions, Element name, string field)
    {
        _position = name.End;
        var data = Tag();
        _position = data.End;
        var sizes = Enumerable.Range(0, dimensions.Length / 4).Select(i => (int)U32(element.AsSpan(dimensions.Data + 4 * i), isLittle)).ToArray();
        var letters = Letters(data);
        var rows = sizes.Length > 0 ? sizes[0] : 0;
        var columns = rows > 0 ? letters.Length / rows : 0;
        if (rows < 1 || (long)rows * columns != letters.Length || sizes.Length != 2) (rows, columns) = (letters.Length > 0 ? 1 : 0, letters.Length);
        var before = Enumerable.Range(0, rows).Select(r => string.Concat(Enumerable.Range(0, columns).Select(c => letters[r + c * rows]))).ToList();
        var after = before.Select(line => Line(field, line)).ToList();
        if (after.SequenceEqual(before))
        {
            Copy(dimensions.Start, data.End - dimensions.Start);
            return;
        }

        var width = after.Max(l => l.Length);
        var padded = after.Select(l => l.PadRight(rows == 1 ? l.Length : width)).ToList();
        WriteElement(Int32, [.. Number(rows), .. Number(rows == 1 ? padded[0].Length : width)]);
        Name(name);
        WriteElement(UInt16, [.. Enumerable.Range(0, padded[0].Length).SelectMany(c => padded.Select(l => l[c])).SelectMany(Letter)]);
    }

    private string Line(string field, string line)
    {
        var text = line.TrimEnd(' ', '\0');
        if (text.Length == 0) return line;
        if (scribe.Rules.FieldNamed(field) is { } named)
        {
            var value = scribe.NamedValue($"field '{scribe.Shown(field)}'", null, named, text, "");
            return value == text ? line : value;
        }

        // A note of several lines is one text with line ends in it.
        var now = string.Join('\n', text.Split('\n').Select(part => scribe.Text($"text in '{scribe.Shown(field)}'", null, part)));
        return now == text ? line : now;
    }

    private string Letters(Element data) => data.Type switch
    {
        UInt16 or Utf16 => string.Create(data.Length / 2, data, (letters, d) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = (char)(isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(element.AsSpan(d.Data + 2 * i)) : BinaryPrimitives.ReadUInt16BigEndian(element.AsSpan(d.Data + 2 * i)));
        }),
        Int8 or UInt8 => Encoding.Latin1.GetString(element, data.Data, data.Length),
        Utf8 => Encoding.UTF8.GetString(element, data.Data, data.Length),
        _ => throw Fault($"Text is stored as type {data.Type}"),
    };

    private IEnumerable<byte> Letter(char c) => isLittle ? [(byte)c, (byte)(c >> 8)] : [(byte)(c >> 8), (byte)c];

    /// <summary>Numbers stay, unless their field is one of people, or they are a clock vector or a text in bytes.</summary>
    private void Numbers(string field, int end, int kind, bool isComplex)
    {
        var first = _position + 8 <= end ? Tag() : default;
        if (kind != Sparse && !isComplex && first.Length > 0 && Rewritten(first, field) is { } values)
        {
            WriteElement(first.Type, values);
            _position = first.End;
        }

        Copy(_position, end - _position);
        _position = end;
    }

    private byte[]? Rewritten(Element data, string field)
    {
        var bytes = element.AsSpan(data.Data, data.Length);
        if (scribe.Rules.FieldNamed(field) is { } named && bytes.IndexOfAnyExcept((byte)0) >= 0 && data.Length <= 256)
        {
            // Weights of filters and heights of electrodes are matrices; one number is said of a person.
            var isHeld = scribe.Holds($"field '{scribe.Shown(field)}'", null, named.Kind, Convert.ToHexString(bytes), isLookedFor: false);
            return isHeld && scribe.Pass == ScrubPass.Write ? new byte[data.Length] : null;
        }

        if (data.Type is Int8 or UInt8 && data.Length >= 4 && bytes.IndexOfAnyExceptInRange((byte)9, (byte)126) < 0)
        {
            var copy = bytes.ToArray();
            scribe.FixedText($"bytes in '{scribe.Shown(field)}'", fileOffset, copy);
            return copy;
        }

        return Clock(data);
    }

    /// <summary>Six numbers as of <c>clock</c>: year, month, day, hour, minute, second.</summary>
    private byte[]? Clock(Element data)
    {
        var values = Values(data);
        if (values is not [>= 1926 and <= 2100, >= 1 and <= 12, >= 1 and <= 31, >= 0 and < 24, >= 0 and < 60, >= 0 and < 61]) return null;
        var (year, month, day) = ((int)values[0], (int)values[1], (int)values[2]);
        if (values.Take(5).Any(v => v != Math.Truncate(v)) || day > DateTime.DaysInMonth(year, month)) return null;
        var moved = scribe.Date("clock vector", null, new(year, month, day)) ?? new DateOnly(1900, 1, 1);
        if (scribe.Pass != ScrubPass.Write) return null;
        double[] written = [moved.Year, moved.Month, moved.Day, .. scribe.KeepTimeOfDay ? values.Skip(3) : [0, 0, 0]];
        return [.. written.SelectMany(v => Number(v, data.Type))];
    }

    private double[] Values(Element data)
    {
        double At(int i, int width, Func<byte[], double> read)
        {
            var bytes = element.AsSpan(data.Data + i * width, width).ToArray();
            if (isLittle != BitConverter.IsLittleEndian) System.Array.Reverse(bytes);
            return read(bytes);
        }

        return data switch
        {
            { Type: Double, Length: 48 } => [.. Enumerable.Range(0, 6).Select(i => At(i, 8, b => BitConverter.ToDouble(b)))],
            { Type: Single, Length: 24 } => [.. Enumerable.Range(0, 6).Select(i => At(i, 4, b => BitConverter.ToSingle(b)))],
            { Type: Int32 or UInt32, Length: 24 } => [.. Enumerable.Range(0, 6).Select(i => At(i, 4, b => BitConverter.ToInt32(b)))],
            { Type: UInt16 or 3, Length: 12 } => [.. Enumerable.Range(0, 6).Select(i => At(i, 2, b => BitConverter.ToUInt16(b)))],
            _ => [],
        };
    }

    private byte[] Number(double value, int type)
    {
        var bytes = type switch
        {
            Double => BitConverter.GetBytes(value),
            Single => BitConverter.GetBytes((float)value),
            UInt16 or 3 => BitConverter.GetBytes((ushort)value),
            _ => BitConverter.GetBytes((int)value),
        };
        if (isLittle != BitConverter.IsLittleEndian) System.Array.Reverse(bytes);
        return bytes;
    }

    private byte[] Number(int value) => Number(value, Int32);

    private void Name(Element name)
    {
        var text = TextBytes.Decode(element.AsSpan(name.Data, name.Length), out _);
        scribe.Text("name of a variable", null, text, knownOnly: true);
        CopyElement(name);
    }

    private Element Tag() => TagAt(_position);

    private Element TagAt(int at)
    {
        if (at + 8 > element.Length) throw Fault("A variable ends too soon");
        var first = U32(element.AsSpan(at), isLittle);
        // Small elements have type and length in four bytes, and up to four bytes of data behind them.
        if (first >> 16 != 0) return new((int)(first & 0xFFFF), at, at + 4, first >> 16 <= 4 ? (int)(first >> 16) : throw Fault("A small element is too long"), at + 8);
        var length = U32(element.AsSpan(at + 4), isLittle);
        if (length > element.Length - at - 8) throw Fault("An element reaches beyond its variable");
        var end = at + 8 + (int)length;
        return new((int)first, at, at + 8, (int)length, first == Matrix ? end : Math.Min(element.Length, (end + 7) / 8 * 8));
    }

    private void CopyElement(Element tag)
    {
        Copy(tag.Start, tag.End - tag.Start);
        _position = tag.End;
    }

    private void Copy(int from, int length)
    {
        if (length < 0 || from + length > element.Length) throw Fault("An element reaches beyond its variable");
        _result.Write(element.AsSpan(from, length));
    }

    private void WriteElement(int type, byte[] data)
    {
        Span<byte> head = stackalloc byte[8];
        PutU32(head, (uint)type, isLittle);
        PutU32(head[4..], (uint)data.Length, isLittle);
        _result.Write(head);
        _result.Write(data);
        Pad();
    }

    private void Pad()
    {
        while (_result.Length % 8 != 0) _result.WriteByte(0);
    }

    private RecordingFormatException Fault(string what) =>
        new(file, fileOffset, what + ".", "What it holds cannot be read.", "Save the variables as plain matrices, texts and structs.");

    /// <summary>A data element.</summary>
    /// <param name="Type">Number of its type.</param>
    /// <param name="Start">Where its tag begins.</param>
    /// <param name="Data">Where its data begin.</param>
    /// <param name="Length">Length of the data.</param>
    /// <param name="End">Where the next begins.</param>
    private readonly record struct Element(int Type, int Start, int Data, int Length, int End);
}
