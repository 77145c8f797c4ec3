using System.Buffers.Binary;
using System.Globalization;

using System.Text.RegularExpressions;
using Pons.Deidentification.SideFiles;
using Pons.Formats;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// XDF 1.0: the XML of the file, of each stream and of the footers, and the samples of string streams; chunks of numbers are copied byte for
/// byte, in their order. Clock values count from the start of a computer and are no dates.
/// </summary>
internal sealed partial class XdfScrubber : IdentityScrubber
{
    private const int MostTextBytes = 1 << 26;
    private const ushort FileHeader = 1, StreamHeader = 2, Samples = 3, ClockOffset = 4, Boundary = 5, StreamFooter = 6;

    /// <inheritdoc/>
    public override string Format => "XDF";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.FirstBytes.Span.StartsWith("XDF:"u8);

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var target = files.Create(files.Name);
        source.Position = 4;
        target.Write("XDF:"u8);
        var stringStreams = new Dictionary<uint, int>();
        while (source.Position < source.Length)
        {
            var start = source.Position;
            if (ReadHead(source) is not { } head)
            {
                CutTail(source, start, scribe);
                return;
            }

            var (tag, length) = head;
            if (tag is Boundary or ClockOffset) RequireLength(tag, length, start, files.Name);
            if (tag is FileHeader or StreamHeader or StreamFooter || (tag == Samples && stringStreams.ContainsKey(PeekId(source, length))))
                Rewrite(source, target, tag, length, stringStreams, files.Name, scribe);
            else if (tag is Samples or ClockOffset or Boundary)
                CopyChunk(files, source, target, start, length);
            else
                throw new RecordingFormatException(files.Name, start, $"A chunk has the tag {tag}, which XDF does not know.", "What it holds is unknown.",
                    "Save the recording again without it.");
        }
    }

    /// <summary>Tag and length of the content; <see langword="null"/> when the file ends inside the chunk.</summary>
    private static (ushort Tag, long Length)? ReadHead(Stream source)
    {
        Span<byte> head = stackalloc byte[11];
        var width = source.ReadByte();
        if (width is not (1 or 4 or 8) || source.ReadAtLeast(head[..(width + 2)], width + 2, throwOnEndOfStream: false) < width + 2) return null;
        var length = width switch { 1 => head[0], 4 => BinaryPrimitives.ReadUInt32LittleEndian(head), _ => BinaryPrimitives.ReadUInt64LittleEndian(head) };
        if (length < 2 || length - 2 > (ulong)(source.Length - source.Position)) return null;
        return (BinaryPrimitives.ReadUInt16LittleEndian(head[width..]), (long)length - 2);
    }

    /// <summary>A recording that was not closed ends inside a chunk: readers leave it out, and so does the copy.</summary>
    private static void CutTail(Stream source, long start, Scribe scribe)
    {
        source.Position = start;
        var rest = new byte[Math.Min(source.Length - start, 1 << 16)];
        source.ReadExactly(rest);
        scribe.Cut("torn last chunk", start, rest);
        scribe.Note($"Cut off: {source.Length - start} bytes of a torn last chunk.");
    }

    private static void CopyChunk(ScrubbedFiles files, Stream source, Stream target, long start, long length)
    {
        var end = source.Position + length;
        source.Position = start;
        files.CopySamples(source, target, end - start, files.Name);
    }

    private static void Rewrite(Stream source, Stream target, ushort tag, long length, Dictionary<uint, int> stringStreams, string name, Scribe scribe)
    {
        var at = source.Position;
        if (length > MostTextBytes)
            throw new RecordingFormatException(name, at, $"A chunk of text has {length} bytes.", "It is read as a whole.", "Save the recording again in smaller chunks.");
        var content = new byte[length];
        source.ReadExactly(content);
        if (tag is StreamHeader && length >= 4) NoteStrings(content, stringStreams);
        var written = tag switch
        {
            Samples => new StringSamples(content, at, name, stringStreams[BinaryPrimitives.ReadUInt32LittleEndian(content)], scribe).Scrub(),
            FileHeader => Xml(content, 0, at, name, scribe),
            _ => Xml(content, Math.Min(4, content.Length), at, name, scribe),
        };
        WriteChunk(target, tag, written);
    }

    private static byte[] Xml(byte[] content, int from, long at, string name, Scribe scribe)
    {
        // Some writers close the text with zeros.
        var used = content.AsSpan(from).TrimEnd((byte)0).Length;
        var text = TextBytes.Decode(content.AsSpan(from, used), out var encoding);
        var written = XmlText.Scrub(text, at + from, name, scribe);
        return written == text ? content : [.. content[..from], .. TextBytes.Encode(written, encoding)];
    }

    private static void NoteStrings(byte[] content, Dictionary<uint, int> stringStreams)
    {
        var xml = TextBytes.Decode(content.AsSpan(4), out _);
        if (ChannelFormat().Match(xml).Groups[1].Value != "string") return;
        _ = int.TryParse(ChannelCount().Match(xml).Groups[1].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var channels);
        stringStreams[BinaryPrimitives.ReadUInt32LittleEndian(content)] = Math.Max(1, channels);
    }

    private static uint PeekId(Stream source, long length)
    {
        Span<byte> id = stackalloc byte[4];
        if (length < 4) return uint.MaxValue;
        source.ReadExactly(id);
        source.Position -= 4;
        return BinaryPrimitives.ReadUInt32LittleEndian(id);
    }

    private static void WriteChunk(Stream target, ushort tag, byte[] content)
    {
        Span<byte> head = stackalloc byte[7];
        var isShort = content.Length + 2 <= byte.MaxValue;
        head[0] = isShort ? (byte)1 : (byte)4;
        if (isShort) head[1] = (byte)(content.Length + 2);
        else BinaryPrimitives.WriteUInt32LittleEndian(head[1..], (uint)(content.Length + 2));
        var used = isShort ? 2 : 5;
        BinaryPrimitives.WriteUInt16LittleEndian(head[used..], tag);
        target.Write(head[..(used + 2)]);
        target.Write(content);
    }

    private static void RequireLength(ushort tag, long length, long at, string name)
    {
        var expected = tag == Boundary ? 16 : 20;
        if (length != expected)
            throw new RecordingFormatException(name, at, $"A chunk of the kind {tag} has {length} bytes instead of {expected}.", "What the others are is unknown.",
                "Save the recording again.");
    }

    [GeneratedRegex(@"<channel_format>\s*(\w+)\s*</channel_format>", RegexOptions.NonBacktracking)]
    private static partial Regex ChannelFormat();

    [GeneratedRegex(@"<channel_count>\s*(\d+)\s*</channel_count>", RegexOptions.NonBacktracking)]
    private static partial Regex ChannelCount();

    /// <summary>The samples of a string stream: stream id, count, and for each sample its time, if any, and a text for each channel.</summary>
    private sealed class StringSamples(byte[] content, long at, string name, int channels, Scribe scribe)
    {
        private readonly ByteBuilder _result = new(content.Length);
        private int _position;

        public byte[] Scrub()
        {
            Copy(4);
            var count = CopyNumber();
            for (var sample = 0L; sample < count; sample++)
            {
                var stamp = Copy(1)[0];
                if (stamp is not (0 or 8)) throw Fault("The time of a text sample has no length of 0 or 8 bytes");
                Copy(stamp);
                for (var channel = 0; channel < channels; channel++) Text();
            }

            if (_position != content.Length) throw Fault("Bytes follow the last sample of a chunk");
            return _result.ToArray();
        }

        private void Text()
        {
            var length = (int)ReadNumber(out _);
            var text = Take(length);
            var decoded = TextBytes.Decode(text, out var encoding);
            var written = scribe.Text("text sample", at + _position - length, decoded);
            var bytes = written == decoded ? text.ToArray() : TextBytes.Encode(written, encoding);
            Span<byte> head = stackalloc byte[5];
            head[0] = bytes.Length <= byte.MaxValue ? (byte)1 : (byte)4;
            if (head[0] == 1) head[1] = (byte)bytes.Length;
            else BinaryPrimitives.WriteUInt32LittleEndian(head[1..], (uint)bytes.Length);
            _result.Write(head[..(head[0] + 1)]);
            _result.Write(bytes);
        }

        private long CopyNumber()
        {
            var start = _position;
            var number = ReadNumber(out _);
            _result.Write(content.AsSpan(start, _position - start));
            return number;
        }

        private long ReadNumber(out int width)
        {
            width = Take(1)[0];
            var bytes = Take(width is 1 or 4 or 8 ? width : throw Fault("A length is not written with 1, 4 or 8 bytes"));
            var number = width switch { 1 => bytes[0], 4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes), _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes) };
            return number <= (ulong)content.Length ? (long)number : throw Fault("A length leads out of the chunk");
        }

        private ReadOnlySpan<byte> Copy(int length)
        {
            var bytes = Take(length);
            _result.Write(bytes);
            return bytes;
        }

        private ReadOnlySpan<byte> Take(int length)
        {
            if (length > content.Length - _position) throw Fault("A text leads out of its chunk");
            _position += length;
            return content.AsSpan(_position - length, length);
        }

        private RecordingFormatException Fault(string what) => new(name, at + _position, what + ".", "The texts in it cannot be read.", "Save the recording again.");
    }
}
