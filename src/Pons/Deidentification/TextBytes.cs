using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pons.Deidentification;

/// <summary>Turns bytes of unknown encoding into text and back without changing a byte that is not meant to change.</summary>
internal static class TextBytes
{
    private static readonly UTF8Encoding Utf8 = new(false, true);
    private static readonly Encoding Gb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding("gb18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private static readonly Encoding Utf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>The encodings in which a released file is searched for what must not be in it.</summary>
    public static IReadOnlyList<Encoding> Searched { get; } = [new UTF8Encoding(false), new UnicodeEncoding(false, false), new UnicodeEncoding(true, false),
        CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!, Encoding.Latin1];

    /// <summary>
    /// The text of bytes and its encoding: UTF-8 where it is valid, else GB 18030 where it is valid and gives at least two Chinese
    /// characters side by side, else Latin-1, which gives every byte a character.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> bytes, out Encoding encoding)
    {
        encoding = Utf8;
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return Utf8.GetString(bytes);
        if (TryDecode(Gb18030, bytes, out var text) && HasTwoHan(text))
        {
            encoding = Gb18030;
            return text;
        }

        encoding = Encoding.Latin1;
        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>The text of a whole file: a byte order mark decides, and stays; <see langword="null"/> for bytes with zeros among them.</summary>
    public static string? DecodeFile(ReadOnlySpan<byte> bytes, out Encoding encoding, out int markLength)
    {
        (encoding, markLength) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
            [0xFF, 0xFE, ..] => (Utf16, 2),
            [0xFE, 0xFF, ..] => (Utf16BigEndian, 2),
            _ => (Utf8, 0),
        };
        if (markLength > 0) return TryDecode(encoding, bytes[markLength..], out var marked) ? marked : null;
        if (bytes.Contains((byte)0)) return null;
        return Decode(bytes, out encoding);
    }

    /// <summary>The bytes of a text; what the encoding cannot hold is written in ASCII letters that stand for it.</summary>
    public static byte[] Encode(string text, Encoding encoding)
    {
        try
        {
            return encoding.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            return Encoding.ASCII.GetBytes(text);
        }
    }

    private static bool TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = encoding.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }

    private static bool HasTwoHan(string text)
    {
        for (var i = 1; i < text.Length; i++)
            if (TextFolding.IsHan(text[i]) && TextFolding.IsHan(text[i - 1])) return true;
        return false;
    }
}
