using System.Text;

namespace Pons.Formats;

/// <summary>Texts of files that do not say how their letters are written.</summary>
internal static class StoredText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private static readonly Encoding Chinese = CodePagesEncodingProvider.Instance.GetEncoding(936)!;

    /// <summary>
    /// UTF-8 where the bytes are that; GB 2312 where every byte beyond ASCII belongs to a pair of it and most pairs are frequent
    /// characters; else Latin-1, which keeps every byte apart. A byte order mark is left out.
    /// </summary>
    /// <param name="bytes">The text.</param>
    /// <param name="assumed">What was assumed; <see langword="null"/> for UTF-8, which nothing else is mistaken for.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, out string? assumed)
    {
        assumed = null;
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            assumed = IsChinese(bytes) ? "GB 2312" : "Latin-1";
            return (assumed == "Latin-1" ? Encoding.Latin1 : Chinese).GetString(bytes);
        }
    }

    /// <summary>A field of fixed length that ends at the first zero byte; blanks at its ends are left out.</summary>
    public static string Field(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Decode(end < 0 ? bytes : bytes[..end], out _).Trim();
    }

    private static bool IsChinese(ReadOnlySpan<byte> bytes)
    {
        var (pairs, frequent) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80) continue;
            if (bytes[i] is < 0xA1 or > 0xF7 || i + 1 == bytes.Length || bytes[i + 1] is < 0xA1 or 0xFF) return false;
            // The 3 755 frequent characters stand in these rows.
            if (bytes[i] is >= 0xB0 and <= 0xD7) frequent++;
            pairs++;
            i++;
        }

        return 2 * frequent >= pairs;
    }
}
