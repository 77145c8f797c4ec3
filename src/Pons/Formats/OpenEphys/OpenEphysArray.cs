using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pons.Streams;

namespace Pons.Formats.OpenEphys;

/// <summary>A one-dimensional NumPy array in a file (NEP 1, versions 1 to 3): numbers, or texts of fixed length.</summary>
internal sealed partial class OpenEphysArray
{
    private const int LongestHeader = 1 << 16;

    private readonly Stream _file;
    private readonly string _name, _letter;
    private readonly bool _isBigEndian;
    private readonly long _offset;

    private OpenEphysArray(Stream file, string name, Match descr, long offset, long statedCount)
    {
        (_file, _name, _offset) = (file, name, offset);
        _letter = descr.Groups["letter"].Value;
        _isBigEndian = descr.Groups["order"].Value == ">";
        ItemBytes = int.Parse(descr.Groups["size"].ValueSpan, CultureInfo.InvariantCulture) * (_letter == "U" ? 4 : 1);
        Count = ItemBytes == 0 ? 0 : Math.Min(statedCount, (file.Length - offset) / ItemBytes);
        IsTorn = Count < statedCount;
    }

    /// <summary>How many elements are there.</summary>
    public long Count { get; }

    /// <summary>Whether the header promises more.</summary>
    public bool IsTorn { get; }

    public int ItemBytes { get; }

    public bool IsText => _letter is "S" or "U";

    public bool IsFloat => _letter == "f";

    /// <summary>How an element is stored; <see langword="null"/> for texts and numbers of odd sizes.</summary>
    public SampleType? Type => (_letter, ItemBytes) switch
    {
        ("i", 1) => SampleType.Int8,
        ("u" or "b", 1) => SampleType.UInt8,
        ("i", 2) => SampleType.Int16,
        ("u", 2) => SampleType.UInt16,
        ("i", 4) => SampleType.Int32,
        ("u", 4) => SampleType.UInt32,
        ("i", 8) => SampleType.Int64,
        ("u", 8) => SampleType.UInt64,
        ("f", 4) => SampleType.Float32,
        ("f", 8) => SampleType.Float64,
        _ => null,
    };

    /// <summary>Reads the header of an array; the elements stay in the file.</summary>
    public static OpenEphysArray Open(Stream file, string name)
    {
        var start = new byte[(int)Math.Min(12, file.Length)];
        file.Position = 0;
        file.ReadExactly(start);
        if (start.Length < 12 || start[0] != 0x93 || !start.AsSpan(1).StartsWith("NUMPY"u8)) throw Fault(name, 0, "The file does not begin as a NumPy array does.");
        var (at, length) = start[6] == 1 ? (10, BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8)))
            : (12, (long)BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8)));
        if (length > LongestHeader || at + length > file.Length) throw Fault(name, 8, $"The header of the array is said to have {length} bytes.");
        var bytes = new byte[length];
        file.Position = at;
        file.ReadExactly(bytes);
        var text = Encoding.UTF8.GetString(bytes);
        var (descr, shape) = (Descr().Match(text), Shape().Match(text));
        if (!descr.Success || !shape.Success) throw Fault(name, at, $"The header of the array, '{text.Trim()}', describes no list of numbers or texts.");
        return new(file, name, descr, at + length, CountOf(shape.Groups[1].Value)
            ?? throw Fault(name, at, $"The array has the shape ({shape.Groups[1].Value}); a list was expected."));
    }

    /// <summary>Only one dimension of a list is longer than 1.</summary>
    private static long? CountOf(string shape)
    {
        var count = 1L;
        foreach (var part in shape.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || (size > 1 && count > 1)) return null;
            count *= size;
        }

        return count;
    }

    /// <summary>The elements as a stream of one channel, for long lists.</summary>
    public LaidOutStream? AsStream()
    {
        if (Type is not { } type) return null;
        var clock = new Streams.ClockId("elements");
        return new(_name, new("elements", [new("element", Streams.ChannelKind.Unknown, "")], 1, clock),
            Count == 0 ? [] : [new(0, Count, new(clock, 0))], [], SampleLayout.Interleaved(type, _isBigEndian, 1),
            Count == 0 ? [] : [SampleRun.Whole(_file, _offset, Count, ItemBytes)], [(1, 0)])
        { Channels = [] };
    }

    /// <summary>All numbers.</summary>
    public double[] Numbers()
    {
        var numbers = new double[Count];
        (AsStream() ?? throw Fault(_name, 10, "The array holds texts or records; numbers were expected.")).ReadRows<double>(0, numbers);
        return numbers;
    }

    /// <summary>All texts.</summary>
    public string[] Texts()
    {
        var (texts, item) = (new string[Count], new byte[ItemBytes]);
        _file.Position = _offset;
        for (var i = 0; i < texts.Length; i++)
        {
            _file.ReadExactly(item);
            texts[i] = (_letter == "U" ? Encoding.UTF32 : Encoding.UTF8).GetString(item).TrimEnd('\0');
        }

        return texts;
    }

    private static RecordingFormatException Fault(string name, long at, string what) =>
        new(name, at, what, "It holds the times or values of what was recorded.", "Copy the folder again from where it was recorded.");

    [GeneratedRegex(@"'descr'\s*:\s*'(?<order>[<>|=])(?<letter>[iufbSU])(?<size>[0-9]{1,6})'", RegexOptions.CultureInvariant)]
    private static partial Regex Descr();

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9, ]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
