using System.Text.RegularExpressions;

namespace Pons.Formats.Delimited;

/// <summary>Tells tables that are no recordings by what they look like.</summary>
internal static partial class DelimitedSuspicion
{
    private const int MostPlaces = 1024;

    /// <summary>What a table looks like; <see langword="null"/> when it may be a recording.</summary>
    public static string? Of(DelimitedTable table, IReadOnlyList<string> names)
    {
        if (OfNames(names) is { } known) return known;
        if (table.Title.Length > 0)
            return Hypnogram().IsMatch(table.Title) ? "a list of sleep stages"
                : table.ColumnCount == 2 && table.Contents[0] is { FallCount: 0, RiseCount: > 0 } ? "a list of onsets and durations"
                : $"a table whose title '{Shortened(table.Title)}' does not name its {table.ColumnCount} columns";
        if (table.ColumnCount == 1 && names is [{ } only] && Hypnogram().IsMatch(only)) return "a list of sleep stages";
        if (table.IsNumeric && table.IsWhole && table.Header.Length == 0 && table.ColumnCount > 7
            && table.SampleRowCount == table.ColumnCount)
            return $"a square matrix of {table.ColumnCount} by {table.ColumnCount} numbers";
        return Names(table) is { } named ? $"a list of named things, such as {named}" : null;
    }

    /// <summary>What the names of the columns alone tell.</summary>
    public static string? OfNames(IReadOnlyList<string> names)
    {
        bool Has(params string[] wanted) => wanted.All(w => names.Any(n => n.Equals(w, StringComparison.OrdinalIgnoreCase)));
        if (Has("participant_id")) return "a list of participants";
        if (Has("onset", "duration") || Has("latency", "type")) return "a list of events";
        if (Has("name", "type", "units")) return "a list of channels";
        if (Has("name", "x", "y", "z") || Has("label", "x", "y", "z") || Has("site", "theta", "phi")) return "a list of electrode places";
        return Has("filename", "acq_time") ? "a list of scans" : null;
    }

    /// <summary>A column of words that are all different names something; rows of a recording have no names.</summary>
    private static string? Names(DelimitedTable table)
    {
        foreach (var column in table.Contents)
            if (column.TextCount > 0 && !column.IsClock && column.NumberCount == 0 && table.SampleRowCount is > 1 and <= MostPlaces
                && column.DistinctTexts == column.TextCount && column.TextCount > 0.9 * table.SampleRowCount)
                return string.Join(", ", column.Texts.Select(t => $"'{Shortened(t)}'"));
        return null;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";

    [GeneratedRegex("hypnogram|sleep.?stage", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hypnogram();
}
