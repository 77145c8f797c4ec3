using System.Text;
using System.Text.Unicode;

namespace Pons.Formats;

/// <summary>Finds out how the letters of a text file are encoded, when the file says it, says it wrongly, or says nothing.</summary>
internal static class TextEncoding
{
    private const int Western = 1252, Chinese = 54936;

    /// <summary>The encoding of a text.</summary>
    /// <param name="bytes">The text, or its beginning up to a whole line.</param>
    /// <param name="stated">What the file says; empty or <c>ANSI</c> when it leaves it to the computer that wrote it.</param>
    /// <param name="assumption">What was assumed, a sentence; <see langword="null"/> when nothing had to be.</param>
    public static Encoding Of(ReadOnlySpan<byte> bytes, string stated, out string? assumption)
    {
        assumption = null;
        if (Ascii.IsValid(bytes)) return Encoding.UTF8;
        var named = Named(stated.Trim());
        if (named is not null && named.CodePage != Encoding.UTF8.CodePage) return named;
        if (Utf8.IsValid(bytes)) return Encoding.UTF8;
        var (codePage, name) = IsChinese(bytes) ? (Chinese, "GB 18030") : (Western, "Windows-1252 (Latin-1)");
        assumption = named is not null ? $"The text is not UTF-8, as the file says: it is read as {name}."
            : codePage == Chinese ? $"The file does not say how its letters are encoded: they are read as {name}." : null;
        return CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
    }

    private static Encoding? Named(string name)
    {
        if (name.Length == 0 || name.Equals("ANSI", StringComparison.OrdinalIgnoreCase)) return null;
        if (name.Equals("UTF8", StringComparison.OrdinalIgnoreCase)) return Encoding.UTF8;
        if (name.Replace("-", "", StringComparison.Ordinal).Equals("latin1", StringComparison.OrdinalIgnoreCase)) return Encoding.Latin1;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            // A name that nobody knows says nothing: the bytes decide.
            return null;
        }
    }

    /// <summary>
    /// In GB 2312 every letter beyond ASCII is a pair of high bytes; in a Western text high bytes mostly stand alone, as in µV.
    /// </summary>
    private static bool IsChinese(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80) continue;
            if (bytes[i] is < 0xA1 or > 0xF7 || i + 1 == bytes.Length || bytes[i + 1] < 0xA1) return false;
            i++;
        }

        return true;
    }
}
