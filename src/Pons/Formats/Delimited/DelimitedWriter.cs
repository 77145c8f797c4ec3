namespace Pons.Formats.Delimited;

/// <summary>Writes a recording as a table.</summary>
internal sealed class DelimitedWriter
{
    /// <summary>Name of the first column of a table that Pons writes.</summary>
    public const string TimeName = "time_s";

    /// <summary>Name of its last column.</summary>
    public const string MarkerName = "marker";

    /// <summary>The labels in a cell of notes: parted by semicolons, and <c>\;</c> for one inside a label.</summary>
    public static IEnumerable<string> Labels(string column, string text)
    {
        if (column.Length > 0) return [text];
        return text.Replace(@"\;", "\u0001", StringComparison.Ordinal).Split(';').Select(l => l.Replace('\u0001', ';')).Where(l => l.Length > 0);
    }
}
