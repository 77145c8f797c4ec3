using System.Buffers.Binary;
using System.Text;

namespace Pons.Formats.Intan;

/// <summary>Reads the fields of the header one after the other, and says at which byte it ends too soon.</summary>
internal sealed class IntanCursor(ReadOnlyMemory<byte> bytes, bool isWhole, string file)
{
    /// <summary>A text without letters is marked by the largest length.</summary>
    private const uint NoText = uint.MaxValue;

    public int Position { get; private set; }

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int Int16() => BinaryPrimitives.ReadInt16LittleEndian(Take(2));

    /// <summary>A 32-bit number as the decimal that it stands for.</summary>
    public double Single()
    {
        var stored = BinaryPrimitives.ReadSingleLittleEndian(Take(4));
        return float.IsFinite(stored)
            ? double.Parse(stored.ToString("R", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture)
            : stored;
    }

    /// <summary>A text of Qt: length in bytes, then UTF-16.</summary>
    public string Text()
    {
        var at = Position;
        var length = UInt32();
        if (length is NoText or 0) return "";
        if (length > bytes.Length - Position || length % 2 != 0)
            throw Fault(at, $"A text of the header states a length of {length} bytes; {bytes.Length - Position} follow.");
        return Encoding.Unicode.GetString(Take((int)length));
    }

    public RecordingFormatException Fault(int at, string what) =>
        new(file, at, what, "The layout of the file follows from its header.", "Copy the file again from where it was recorded.");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - Position)
            throw Fault(Position, isWhole ? "The file ends inside its header." : $"The header is longer than {bytes.Length} bytes, more than any has.");
        Position += count;
        return bytes.Span.Slice(Position - count, count);
    }
}
