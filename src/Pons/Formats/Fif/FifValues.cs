using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Pons.Formats.Fif;

/// <summary>Reads the data of tags: numbers of every type as double, texts, and structures as bytes.</summary>
internal sealed class FifValues(Stream file, string name)
{
    /// <summary>What a tag other than samples may hold: lists of events and annotations are the longest.</summary>
    private const int LongestTag = 64 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public byte[] Bytes(FifTag tag)
    {
        if (tag.Size > LongestTag)
            throw new RecordingFormatException(name, tag.Position, $"A tag of kind {tag.Kind} holds {tag.Size} bytes; at most {LongestTag} was expected.",
                "No list of that kind is so long.", "Export the recording again.");
        var bytes = new byte[tag.Size];
        file.Position = tag.DataPosition;
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The text of a tag: UTF-8, or Latin-1 as older programs write.</summary>
    public string Text(FifTag tag)
    {
        var bytes = Bytes(tag).AsSpan();
        var end = bytes.IndexOf((byte)0);
        if (end >= 0) bytes = bytes[..end];
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>The numbers of a tag; empty when it holds none.</summary>
    public ImmutableArray<double> Numbers(FifTag tag)
    {
        var bytes = Bytes(tag);
        return tag.Type switch
        {
            FifType.Byte => Read(bytes, 1, static b => b[0]),
            FifType.Short or FifType.Pack16 => Read(bytes, 2, static b => BinaryPrimitives.ReadInt16BigEndian(b)),
            FifType.UShort => Read(bytes, 2, static b => BinaryPrimitives.ReadUInt16BigEndian(b)),
            FifType.Int or FifType.JulianDay => Read(bytes, 4, static b => BinaryPrimitives.ReadInt32BigEndian(b)),
            FifType.UInt => Read(bytes, 4, static b => BinaryPrimitives.ReadUInt32BigEndian(b)),
            FifType.Long => Read(bytes, 8, static b => BinaryPrimitives.ReadInt64BigEndian(b)),
            FifType.ULong => Read(bytes, 8, static b => BinaryPrimitives.ReadUInt64BigEndian(b)),
            FifType.Float => Read(bytes, 4, static b => BinaryPrimitives.ReadSingleBigEndian(b)),
            FifType.Double => Read(bytes, 8, static b => BinaryPrimitives.ReadDoubleBigEndian(b)),
            _ => [],
        };
    }

    /// <summary>The first number of a tag; <see langword="null"/> when there is no such tag or it holds no finite number.</summary>
    public double? Number(FifTag? tag) =>
        tag is { } t && Numbers(t) is [var first, ..] && double.IsFinite(first) ? first : null;

    private delegate double NumberReader(ReadOnlySpan<byte> bytes);

    private static ImmutableArray<double> Read(byte[] bytes, int size, NumberReader read)
    {
        var numbers = ImmutableArray.CreateBuilder<double>(bytes.Length / size);
        for (var at = 0; at + size <= bytes.Length; at += size) numbers.Add(read(bytes.AsSpan(at, size)));
        return numbers.MoveToImmutable();
    }
}
