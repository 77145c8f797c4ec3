using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pons.Formats.NumPy;

/// <summary>The header of one array in the NPY format, versions 1, 2 and 3.</summary>
/// <param name="Type">Type of the elements.</param>
/// <param name="IsFortran">Whether the first axis is the one that runs fastest.</param>
/// <param name="Shape">Length of each axis; empty for a single number.</param>
/// <param name="DataOffset">Where the elements begin, in bytes from the start of the array.</param>
internal sealed partial record NpyHeader(NpyType Type, bool IsFortran, ImmutableArray<long> Shape, long DataOffset)
{
    private const int LongestHeader = 1 << 20, MostAxes = 32;

    /// <summary>What every array begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>Reads a header and leaves the stream behind it.</summary>
    /// <param name="array">The array from its start.</param>
    /// <param name="length">Its bytes, so that the shape can be compared with them.</param>
    /// <param name="name">Name of the file, and of the array in it, for messages.</param>
    public static NpyHeader Read(Stream array, long length, string name)
    {
        Span<byte> start = stackalloc byte[12];
        if (length >= 10) array.ReadExactlyOrFault(start[..10], name);
        if (length < 10 || !start.StartsWith(Magic))
            throw Fault(name, 0, "It does not begin as an array of NumPy does.", "What it holds is unknown.",
                "Save it again with numpy.save.");
        var version = start[6];
        if (version is < 1 or > 3)
            throw Fault(name, 6, $"Version {version} of the NPY format is not known; 1, 2 or 3 was expected.", "Its header cannot be read.",
                "Save it again with numpy.save.");
        if (version > 1) array.ReadExactlyOrFault(start[10..12], name);
        var (headerLength, offset) = version == 1 ? (BinaryPrimitives.ReadUInt16LittleEndian(start[8..]), 10L)
            : (BinaryPrimitives.ReadUInt32LittleEndian(start[8..]), 12L);
        if (headerLength > LongestHeader || offset + headerLength > length)
            throw Fault(name, 8, $"The header claims {headerLength} bytes; the array has {length - offset}, and no header has "
                + $"more than {LongestHeader}.",
                "Where the elements begin is unknown.", "Copy the file again.");
        var bytes = new byte[headerLength];
        array.ReadExactlyOrFault(bytes, name);
        var text = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
        return Parse(text, offset + headerLength, length, name);
    }

    private static NpyHeader Parse(string text, long offset, long length, string name)
    {
        var type = TypeOf(text, name);
        var order = Order().Match(text);
        var shape = ShapeText().Match(text);
        if (!order.Success || !shape.Success)
            throw Fault(name, 10, "The header does not say the shape of the array and its order.", "Its elements cannot be placed.",
                "Save it again with numpy.save.");
        var axes = ImmutableArray.CreateBuilder<long>();
        foreach (var word in shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            axes.Add(long.TryParse(word.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out var axis) ? axis
                : throw Fault(name, 10, $"An axis of the array is '{word}' long.", "Its elements cannot be placed.",
                    "Save it again with numpy.save."));
        var header = new NpyHeader(type, order.Groups[1].Value == "True", axes.ToImmutable(), offset);
        RequireElements(header, length, name);
        return header;
    }

    private static void RequireElements(NpyHeader header, long length, string name)
    {
        var count = header.Shape.Length > MostAxes ? decimal.MaxValue
            : header.Shape.Aggregate(1m, (product, axis) => product > 1e18m ? product : product * axis);
        if (count * Math.Max(1, header.Type.Size) > length - header.DataOffset)
            throw Fault(name, header.DataOffset,
                $"The shape ({string.Join(", ", header.Shape)}) needs {count} elements of {header.Type.Size} bytes; "
                    + $"{length - header.DataOffset} bytes are there.",
                "The array is cut off.", "Copy the file again from where it was saved.");
    }

    private static NpyType TypeOf(string text, string name)
    {
        if (StructuredType().IsMatch(text))
            throw Fault(name, 10, "The elements of the array are records of several fields.", "Which field is the signal cannot be known.",
                "Save the field that is meant as an array of its own.");
        var match = SimpleType().Match(text);
        if (!match.Success)
            throw Fault(name, 10, "The header does not say the type of the elements.", "They cannot be read.",
                "Save it again with numpy.save.");
        var kind = match.Groups[2].Value[0];
        var size = match.Groups[3].Value.Length == 0 ? 0 : int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
        if (kind == 'O')
            throw Fault(name, 10, "The array holds Python objects (pickle).",
                "Reading them would run whatever program was saved with them; Pons never does.",
                "Save the numbers as an array of a plain type, such as float64.");
        if (kind == 'c')
            throw Fault(name, 10, "The elements of the array are complex numbers.", "A recording has real samples.",
                "Save the real part, or what is meant.");
        if (kind is 'M' or 'm' or 'V')
            throw Fault(name, 10, $"The elements of the array are of type '{match.Groups[2].Value}{size}': times or raw bytes.",
                "They are no samples.",
                "Save the samples as an array of a plain type, such as float64.");
        if (kind == 'U') size = checked(size * 4);
        var type = new NpyType(kind, size, match.Groups[1].Value == ">");
        if (!type.IsNumber && kind is not ('U' or 'S'))
            throw Fault(name, 10, $"The type of the elements, '{match.Groups[2].Value}{size}', is not known.", "They cannot be read.",
                "Save the samples as an array of a plain type, such as float64.");
        return type;
    }

    private static RecordingFormatException Fault(string name, long offset, string what, string why, string remedy) =>
        new(name, offset, what, why, remedy);

    [GeneratedRegex("""['"]descr['"]\s*:\s*\[""")]
    private static partial Regex StructuredType();

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([<>|=]?)([a-zA-Z])(\d{0,8})['"\[]""")]
    private static partial Regex SimpleType();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex Order();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^)]*)\)""")]
    private static partial Regex ShapeText();
}
