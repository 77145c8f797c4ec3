namespace Pons.Deidentification.Recordings;

/// <summary>
/// Finds texts in parts of a file whose layout is the maker's secret: stretches of printable bytes, and of letters with a zero byte behind
/// each. They are rewritten where they stand.
/// </summary>
internal static class TextRuns
{
    private const int Shortest = 4;

    public static void Scrub(string where, long at, Span<byte> bytes, Scribe scribe)
    {
        for (var i = 0; i < bytes.Length;)
        {
            var end = i;
            while (end < bytes.Length && IsPrintable(bytes[end])) end++;
            if (end - i >= Shortest) scribe.FixedText(where, at + i, bytes[i..end]);
            i = end + 1;
        }

        for (var i = 0; i + 1 < bytes.Length;)
        {
            var end = i;
            while (end + 1 < bytes.Length && bytes[end] is >= 0x20 and < 0x7F && bytes[end + 1] == 0) end += 2;
            if (end - i >= 2 * Shortest) Wide(where, at + i, bytes[i..end], scribe);
            i = Math.Max(end, i + 1);
        }
    }

    private static bool IsPrintable(byte b) => b is >= 0x20 and not 0x7F and not 0xFF;

    private static void Wide(string where, long at, Span<byte> bytes, Scribe scribe)
    {
        var text = System.Text.Encoding.Unicode.GetString(bytes);
        var written = scribe.Text(where, at, text);
        if (written == text) return;
        var fitted = written.Length > text.Length ? new string('X', text.Length) : written.PadRight(text.Length);
        System.Text.Encoding.Unicode.GetBytes(fitted, bytes);
    }
}
