using System.Globalization;

namespace Pons.Formats.Wfdb;

/// <summary>The standard annotation codes (ecgcodes.h of the WFDB library; annot(5)).</summary>
internal static class WfdbMnemonics
{
    private static readonly string[] s_names =
    [
        " ", "N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "~", "", "|", "", "s", "T", "*", "D", "\"", "=", "p", "B",
            "^", "t", "+", "u", "?", "!",
        "[", "]", "e", "n", "@", "x", "f", "(", ")", "r",
    ];

    /// <summary>The mnemonic of a code; a code that is free for own use is its number in brackets.</summary>
    public static string Of(int code) =>
        code < s_names.Length && s_names[code].Length > 0 ? s_names[code] : string.Create(CultureInfo.InvariantCulture, $"[{code}]");
}
