namespace Pons.Formats;

/// <summary>The lines of a text in sections, as in <c>[Section]</c> and <c>key=value</c>, in the order of the file.</summary>
internal static class IniText
{
    /// <summary>One line that is neither empty nor the name of a section.</summary>
    /// <param name="Section">Name of the section without brackets; empty before the first.</param>
    /// <param name="Text">The whole line, without blanks at its ends.</param>
    /// <param name="Key">What stands before the first equals sign; empty when there is none.</param>
    /// <param name="Value">What stands behind it; the whole line when there is none.</param>
    public sealed record Line(string Section, string Text, string Key, string Value);

    public static List<Line> Parse(string text)
    {
        var (lines, section) = (new List<Line>(), "");
        foreach (var range in text.AsSpan().SplitAny('\r', '\n'))
        {
            var line = text.AsSpan(range).Trim().Trim('\0');
            if (line.IsEmpty) continue;
            if (line is ['[', .., ']'])
            {
                section = line[1..^1].Trim().ToString();
                continue;
            }

            var equals = line.IndexOf('=');
            lines.Add(new(section, line.ToString(), equals < 0 ? "" : line[..equals].Trim().ToString(),
                line[(equals + 1)..].Trim().ToString()));
        }

        return lines;
    }
}
