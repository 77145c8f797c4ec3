namespace Pons.Cli.Documents.Plots;

/// <summary>How wide words will be in a font that is not known here: an upper estimate, so that nothing is cut off.</summary>
internal static class TextWidth
{
    private const int FirstWideCharacter = 0x2E80;

    /// <summary>Width in the unit of the size.</summary>
    public static double Of(string text, double size) => size * text.Sum(Share);

    /// <summary>The text, with an ellipsis where it would be wider than the room.</summary>
    public static string Within(string text, double size, double room)
    {
        if (Of(text, size) <= room) return text;
        var kept = text.Length;
        while (kept > 1 && Of(text[..kept], size) > room - size) kept--;
        if (char.IsHighSurrogate(text[kept - 1])) kept--;
        return text[..kept] + "…";
    }

    private static double Share(char c) => c switch
    {
        >= (char)FirstWideCharacter => 1,
        'i' or 'l' or 'j' or 'f' or 't' or '.' or ',' or ':' or ';' or '|' or '\'' or ' ' or '[' or ']' or '(' or ')' => 0.36,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '—' => 0.95,
        >= 'A' and <= 'Z' => 0.7,
        _ => 0.6,
    };
}
