using Pons.Formats;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// Rewrites the texts of time-stamped annotation lists (EDF+ section 2.2.2) inside the space that the record gives them: onsets and
/// durations stay byte for byte, and what is left over is filled with zeros.
/// </summary>
internal static class EdfAnnotationScrubber
{
    private const byte TextEnd = 0x14;

    /// <summary>The same space with the texts rewritten.</summary>
    /// <param name="bytes">The annotation signal of one record.</param>
    /// <param name="at">Where it starts in the file.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="scribe">Says what to write.</param>
    /// <exception cref="RecordingFormatException">Something else than annotations stands there.</exception>
    public static byte[] Scrub(byte[] bytes, long at, string name, Scribe scribe)
    {
        var lists = Lists(bytes, at, name);
        var written = new List<byte[]>();
        var room = bytes.Length - lists.Sum(l => l.Length + 1);
        foreach (var (start, length) in lists)
        {
            var list = ScrubList(bytes.AsSpan(start, length), at + start, Math.Max(0, room), scribe);
            room -= list.Length - length;
            written.Add(list);
        }

        if (written.Select((l, i) => l.AsSpan().SequenceEqual(bytes.AsSpan(lists[i].Start, lists[i].Length))).All(same => same)) return bytes;
        var result = new byte[bytes.Length];
        var position = 0;
        foreach (var list in written)
        {
            list.CopyTo(result, position);
            position = Math.Min(position + list.Length + 1, result.Length);
        }

        return result;
    }

    private static List<(int Start, int Length)> Lists(byte[] bytes, long at, string name)
    {
        var lists = new List<(int, int)>();
        for (var i = 0; i < bytes.Length;)
        {
            if (bytes[i] == 0)
            {
                i++;
                continue;
            }

            var end = Array.IndexOf(bytes, (byte)0, i);
            if (end < 0) end = bytes.Length;
            if (bytes[i] is not ((byte)'+' or (byte)'-') || Array.IndexOf(bytes, TextEnd, i, end - i) < 0)
                throw new RecordingFormatException(name, at + i, "The annotations hold bytes that are no annotation.",
                    "What they are is unknown, so they cannot be released.", "Export the recording again.");
            lists.Add((i, end - i));
            i = end + 1;
        }

        return lists;
    }

    private static byte[] ScrubList(ReadOnlySpan<byte> list, long at, int room, Scribe scribe)
    {
        var head = list.IndexOf(TextEnd) + 1;
        var result = new List<byte>(list.Length);
        result.AddRange(list[..head]);
        for (var i = head; i < list.Length;)
        {
            var end = list[i..].IndexOf(TextEnd);
            var isClosed = end >= 0;
            var text = list.Slice(i, isClosed ? end : list.Length - i);
            var written = scribe.TextWithin("annotation", at + i, text, text.Length + room);
            room -= written.Length - text.Length;
            result.AddRange(written);
            if (isClosed) result.Add(TextEnd);
            i += text.Length + 1;
        }

        return [.. result];
    }
}
