using System.Buffers.Binary;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>Reads the samples of a stream of markers: texts, or numbers that stand for what happened.</summary>
internal ref struct XdfNoteReader(XdfWindow window, long position, long end, XdfStreamDescription stream)
{
    /// <summary>Where the next sample begins.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Reads a sample; a time stamp that is missing or no time follows from the one before.</summary>
    public bool TryRead(ref double last, out XdfNote note)
    {
        note = default;
        var head = window.At(Position, Math.Min(9, end - Position));
        if (head.IsEmpty || head[0] is not (0 or 8) || head.Length <= head[0]) return false;
        var stamp = head[0] == 8 ? BinaryPrimitives.ReadDoubleLittleEndian(head[1..]) : double.NaN;
        Position += 1 + head[0];
        if (!(Math.Abs(stamp) <= XdfClock.LargestSeconds)) stamp = last + (stream.RateHz is { } rate ? 1 / rate : 0);
        var texts = new string[stream.ChannelCount];
        for (var c = 0; c < texts.Length; c++)
            if (!TryValue(out texts[c]!)) return false;
        (note, last) = (new(stamp, texts), stamp);
        return true;
    }

    private bool TryValue(out string? text)
    {
        text = null;
        if (stream.SampleType == SampleType.Text) return TryText(out text);
        var size = XdfStreamDescription.SizeOf(stream.SampleType);
        if (Position + size > end) return false;
        text = Number(window.At(Position, size));
        Position += size;
        return true;
    }

    private bool TryText(out string? text)
    {
        text = null;
        var size = XdfLayout.ReadNumber(window.At(Position, Math.Min(9, end - Position)), out var length);
        if (size == 0 || length > end - Position - size || length > int.MaxValue / 4) return false;
        Position += size;
        text = XdfXml.Decode(length <= window.Capacity ? window.At(Position, length) : window.Copy(Position, (int)length), out _);
        Position += length;
        return true;
    }

    private readonly string Number(ReadOnlySpan<byte> bytes) => stream.SampleType switch
    {
        SampleType.Int8 => ((sbyte)bytes[0]).ToString(CultureInfo.InvariantCulture),
        SampleType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        SampleType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        SampleType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        SampleType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes).ToString("R", CultureInfo.InvariantCulture),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes).ToString("R", CultureInfo.InvariantCulture),
    };
}
