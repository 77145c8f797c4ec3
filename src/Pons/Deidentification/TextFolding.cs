namespace Pons.Deidentification;

/// <summary>Makes spellings equal without moving a character, so that places in the folded text are places in the text.</summary>
internal static class TextFolding
{
    /// <summary>Wide letters, digits and signs become ASCII, dashes a hyphen, odd spaces a space.</summary>
    public static string Fold(string text) =>
        text.AsSpan().IndexOfAnyExceptInRange('\0', '\u007F') < 0 ? text : string.Create(text.Length, text, static (folded, source) =>
        {
            for (var i = 0; i < folded.Length; i++) folded[i] = Fold(source[i]);
        });

    public static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF' or '〇';

    public static bool HasHan(string text) => text.AsSpan().IndexOfAnyInRange('\u3007', '\u9FFF') is >= 0 and var from && text.Skip(from).Any(IsHan);

    private static char Fold(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' or '\u00A0' or '\u2007' or '\u202F' => ' ',
        >= '\u2010' and <= '\u2015' or '\u2212' => '-',
        _ => c,
    };
}
