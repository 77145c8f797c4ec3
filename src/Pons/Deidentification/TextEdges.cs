namespace Pons.Deidentification;

/// <summary>What may not stand directly beside a hit, so that a piece of a longer number or word is none.</summary>
internal enum TextEdges
{
    None,

    /// <summary>No digit.</summary>
    Digits,

    /// <summary>No digit, also not behind a decimal point.</summary>
    Number,

    /// <summary>No ASCII letter and no digit.</summary>
    Word,
}

internal static class TextEdgesExtensions
{
    public static bool Allow(this TextEdges edges, string text, int start, int length) =>
        edges == TextEdges.None || (IsFree(edges, text, start - 1, start - 2) && IsFree(edges, text, start + length, start + length + 1));

    private static bool IsFree(TextEdges edges, string text, int beside, int beyond)
    {
        if (beside < 0 || beside >= text.Length) return true;
        var c = text[beside];
        if (char.IsAsciiDigit(c)) return false;
        return edges switch
        {
            TextEdges.Word => !char.IsAsciiLetter(c),
            TextEdges.Number => c is not ('.' or ',') || beyond < 0 || beyond >= text.Length || !char.IsAsciiDigit(text[beyond]),
            _ => true,
        };
    }
}
