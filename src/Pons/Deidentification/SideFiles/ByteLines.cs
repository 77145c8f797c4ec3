using Pons.Formats;

namespace Pons.Deidentification.SideFiles;

/// <summary>Reads a file line by line with the bytes that end each line, in constant memory.</summary>
internal static class ByteLines
{
    private const int LongestLine = 1 << 22;

    /// <summary>The lines in their order, each with its first byte.</summary>
    /// <exception cref="RecordingFormatException">A line is longer than four million bytes.</exception>
    public static IEnumerable<(long At, byte[] Line)> Of(Stream file, string name)
    {
        var buffer = new byte[1 << 16];
        var (held, offset) = (0, 0L);
        while (true)
        {
            if (held == buffer.Length)
            {
                if (held >= LongestLine)
                    throw new RecordingFormatException(name, offset, $"A line has more than {LongestLine} bytes.", "It is therefore no text that can be read line by line.",
                        "Convert the file first.");
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = file.Read(buffer, held, buffer.Length - held);
            held += read;
            var from = 0;
            for (var end = Array.IndexOf(buffer, (byte)'\n', from, held); end >= 0; end = Array.IndexOf(buffer, (byte)'\n', from, held - from))
            {
                yield return (offset + from, buffer[from..(end + 1)]);
                from = end + 1;
            }

            if (read == 0)
            {
                if (held > from) yield return (offset + from, buffer[from..held]);
                yield break;
            }

            buffer.AsSpan(from, held - from).CopyTo(buffer);
            held -= from;
            offset += from;
        }
    }
}
