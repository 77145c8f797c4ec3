using System.Buffers.Binary;
using System.Globalization;

namespace Pons.Formats.Egi;

/// <summary>
/// A file of samples (<c>signal1.bin</c>, …): blocks of 32-bit floating-point numbers. Each begins with 1 and a header, or with 0 when it
/// is laid out as the one before.
/// </summary>
internal static class EgiMffSignal
{
    private const int FixedBytes = 16, SingleBits = 32;

    public static bool IsName(string name) => NumberOf(name) is not null;

    /// <summary>The number in the name of a file of samples; null when it is none.</summary>
    public static int? NumberOf(string name) =>
        name.StartsWith("signal", StringComparison.Ordinal) && name.EndsWith(".bin", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(6, name.Length - 10), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Every whole block of a file, in its order.</summary>
    public static List<EgiMffBlock> Blocks(Stream file, string name, List<string> warnings)
    {
        var (blocks, at) = (new List<EgiMffBlock>(), 0L);
        EgiMffBlock? layout = null;
        while (at < file.Length)
        {
            if (file.Length - at < 4)
            {
                warnings.Add($"{file.Length - at} trailing bytes of '{name}' are ignored.");
                break;
            }

            var start = at;
            (layout, at) = Next(file, name, at, layout);
            var bytes = layout.Value.Count * layout.Value.Channels * 4;
            if (bytes > file.Length - at)
            {
                warnings.Add($"Block {blocks.Count + 1} of '{name}' at byte {start} is cut off: it is not read.");
                break;
            }

            blocks.Add(layout.Value with { Position = at });
            at += bytes;
        }

        return blocks;
    }

    private static (EgiMffBlock Layout, long At) Next(Stream file, string name, long at, EgiMffBlock? layout)
    {
        var flag = BinaryPrimitives.ReadInt32LittleEndian(StoredBytes.Read(file, name, at, 4, "mark of a block"));
        if (flag == 0 && layout is { } same) return (same, at + 4);
        if (flag != 1) throw Fault(name, at, $"A block begins with {flag}; 1{(layout is null ? "" : " or 0")} was expected.");
        var head = StoredBytes.Read(file, name, at, FixedBytes, "header of a block");
        int Field(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * index)..]);
        var (headBytes, blockBytes, channels) = (Field(head, 1), Field(head, 2), Field(head, 3));
        if (channels < 1 || blockBytes < 4L * channels || blockBytes % (4L * channels) != 0 || headBytes < FixedBytes + 8L * channels)
            throw Fault(name, at, $"A block of {channels} channels has {blockBytes} bytes behind a header of {headBytes}.");
        var table = StoredBytes.Read(file, name, at + FixedBytes, 8L * channels, "table of channels");
        var (count, kind) = (blockBytes / 4 / channels, Field(table, channels));
        for (var c = 0; c < channels; c++)
            if (Field(table, c) != c * count * 4L || Field(table, channels + c) != kind)
                throw Fault(name, at + FixedBytes, $"Channel {c + 1} of a block has another rate, depth or length than the first.");
        if ((kind & 0xFF) != SingleBits || kind >> 8 < 1)
            throw Fault(name, at + FixedBytes, $"The samples of a block have {kind & 0xFF} bits and {kind >> 8} Hz; {SingleBits} bits "
                + "were expected.");
        return (new(0, count, channels, kind >> 8), at + headBytes);
    }

    private static RecordingFormatException Fault(string name, long at, string what) =>
        new(name, at, what, "Where its samples lie is unknown.", "Copy the folder again from where it was recorded.");
}
