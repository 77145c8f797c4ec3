using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pons.Formats.Bci2000;

/// <summary>The notations of the header: escapes, lists, matrices, numbers with units.</summary>
internal static class Bci2000Text
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>UTF-8, or Latin-1 as older versions write.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>A percent sign and two hexadecimal digits stand for a byte; alone it stands for an empty text.</summary>
    public static string Unescape(string text)
    {
        if (text == "%") return "";
        if (!text.Contains('%', StringComparison.Ordinal)) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] == '%' && i + 2 < bytes.Length && byte.TryParse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out var escaped))
            {
                bytes[length++] = escaped;
                i += 2;
            }
            else bytes[length++] = bytes[i];

        return Decode(bytes.AsSpan(0, length));
    }

    /// <summary>One line <c>section type name= value default low high // comment</c>; <see langword="null"/> when it is none.</summary>
    public static Bci2000Parameter? Parameter(string line)
    {
        var comment = line.IndexOf("//", StringComparison.Ordinal);
        var words = (comment < 0 ? line : line[..comment]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var section, var type, var name, .. var rest] || !name.EndsWith('=')) return null;
        return new(section, type, name[..^1], Values(type, rest), comment < 0 ? "" : line[(comment + 2)..].Trim());
    }

    private static ImmutableArray<string> Values(string type, string[] words)
    {
        var at = 0;
        long count;
        if (type.EndsWith("matrix", StringComparison.Ordinal))
        {
            var rows = Count(words, ref at);
            count = rows * Count(words, ref at);
        }
        else count = type.EndsWith("list", StringComparison.Ordinal) ? Count(words, ref at) : 1;

        return [.. words.Skip(at).Take((int)Math.Min(Math.Max(0, count), words.Length)).Select(Unescape)];
    }

    /// <summary>A length is a number, or as many labels as stand between braces.</summary>
    private static long Count(string[] words, ref int at)
    {
        if (at >= words.Length) return 0;
        if (words[at] != "{") return int.TryParse(words[at++], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var end = Array.IndexOf(words, "}", at);
        if (end < 0) end = words.Length;
        var count = end - at - 1;
        at = end + 1;
        return count;
    }

    /// <summary>One line <c>name bits value byte bit</c>; <see langword="null"/> when it is none.</summary>
    public static Bci2000State? State(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 5 && Whole(words[1]) is { } bits && Whole(words[3]) is { } atByte && Whole(words[4]) is { } atBit
            && atByte < 1 << 20 && atBit < 8 ? new(words[0], bits, atByte * 8 + atBit) : null;
    }

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A number and the unit behind it, such as <c>0.0715muV</c> or <c>256 Hz</c>.</summary>
    public static (double? Value, string Unit) Quantity(string text)
    {
        text = text.Trim();
        for (var length = text.Length; length > 0; length--)
            if (double.TryParse(text.AsSpan(0, length), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
                return (value, text[length..].Trim() is var unit && unit.StartsWith("mu", StringComparison.Ordinal) ? "µ" + unit[2..] : unit);
        return (null, text);
    }
}
