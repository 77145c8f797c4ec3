using System.Text.RegularExpressions;

namespace Pons.Formats.Bids.Hed;

/// <summary>Mends an annotation out of which columns were taken that a row does not have.</summary>
internal static partial class HedSplicing
{
    /// <summary>Takes out empty parentheses, and commas with nothing beside them.</summary>
    public static string CloseGaps(string text)
    {
        for (string before; ;)
        {
            before = text;
            text = EmptyParentheses().Replace(text, "");
            text = SeveralCommas().Replace(text, ",");
            text = CommaAfterOpening().Replace(text, "(");
            text = CommaBeforeClosing().Replace(text, ")");
            text = text.Trim().Trim(',').Trim();
            if (text == before) return text;
        }
    }

    [GeneratedRegex(@"\(\s*\)")]
    private static partial Regex EmptyParentheses();

    [GeneratedRegex(@",(?:\s*,)+")]
    private static partial Regex SeveralCommas();

    [GeneratedRegex(@"\(\s*,")]
    private static partial Regex CommaAfterOpening();

    [GeneratedRegex(@",\s*\)")]
    private static partial Regex CommaBeforeClosing();
}
