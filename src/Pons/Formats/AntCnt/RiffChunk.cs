using System.Buffers.Binary;
using System.Text;

namespace Pons.Formats.AntCnt;

/// <summary>A chunk of a RIFF file: a name of four letters, a length, and what it holds.</summary>
/// <param name="Name">Its name; for a list the name of the list.</param>
/// <param name="Position">Where what it holds begins.</param>
/// <param name="Length">How many bytes it holds, cut at the end of the chunk around it.</param>
internal sealed record RiffChunk(string Name, long Position, long Length)
{
    /// <summary>So many bytes tell whether a file has the form.</summary>
    public const int FormBytes = 16;

    /// <summary>So many chunks may stand side by side; the form has fewer than ten.</summary>
    private const int MaxChunks = 1000;

    /// <summary>Where chunks end.</summary>
    public long End => Position + Length;

    public static bool IsForm(ReadOnlySpan<byte> first) => first.Length >= FormBytes
        && ((first.StartsWith("RIFF"u8) && first[8..].StartsWith("CNT "u8)) || (IsWide(first) && first[12..].StartsWith("CNT "u8)));

    /// <summary>Whether lengths have 64 bits.</summary>
    public static bool IsWide(ReadOnlySpan<byte> first) => first.StartsWith("RF64"u8);

    /// <summary>The chunks from a place to another.</summary>
    public static List<RiffChunk> Between(Stream file, string name, bool isWide, long from, long to)
    {
        var chunks = new List<RiffChunk>();
        var headBytes = isWide ? 12 : 8;
        for (var at = from; at <= to - headBytes && chunks.Count < MaxChunks;)
        {
            var head = StoredBytes.Read(file, name, at, headBytes, "head of a chunk");
            var length = isWide ? BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(4))
                : BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
            if (length < 0)
                throw new RecordingFormatException(name, at + 4, $"A chunk has the length {length}.", "What follows it cannot be found.",
                    "Copy the file again from where it was recorded.");
            var start = at + headBytes;
            var (isList, stored) = (head.AsSpan().StartsWith("LIST"u8), Math.Min(length, to - start));
            if (isList && stored >= 4)
                chunks.Add(new(Letters(StoredBytes.Read(file, name, start, 4, "name of a list")), start + 4, stored - 4));
            else chunks.Add(new(Letters(head.AsSpan(0, 4)), start, stored));
            // A chunk of odd length is followed by a byte that belongs to none.
            if (length > to - start) break;
            at = start + length + (length & 1);
        }

        return chunks;
    }

    private static string Letters(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name).TrimEnd();
}
