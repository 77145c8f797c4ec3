using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pons.Formats.Delimited;

/// <summary>What the remarks above a table say: the rate, the names of the columns, the date.</summary>
internal static partial class DelimitedRemarks
{
    /// <summary>Rows per second; <see langword="null"/> when no remark states them.</summary>
    public static double? RateHz(IEnumerable<string> remarks)
    {
        foreach (var (key, value) in Pairs(remarks))
            if (RateName().IsMatch(key) && Number().Match(value) is { Success: true } number
                && double.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and < 1e7)
                return value.Contains("kHz", StringComparison.OrdinalIgnoreCase) ? rate * 1000 : rate;
        return null;
    }

    /// <summary>Names of the columns; empty when no remark states as many as there are columns.</summary>
    public static string[] Labels(IEnumerable<string> remarks, int count)
    {
        foreach (var (key, value) in Pairs(remarks))
            if (key.TrimEnd('s').EndsWith("abel", StringComparison.OrdinalIgnoreCase) && value.Split(',', '\t') is { } labels
                && labels.Length == count)
                return [.. labels.Select(l => l.Trim())];
        return [];
    }

    /// <summary>The date and time of the recording; <see langword="null"/> when no remark states it.</summary>
    public static DateTime? Start(IEnumerable<string> remarks)
    {
        foreach (var (key, value) in Pairs(remarks))
            if (StartName().IsMatch(key) && DateTime.TryParse(value, CultureInfo.InvariantCulture,
                DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.RoundtripKind, out var start) && start.Year > 1900)
                return DateTime.SpecifyKind(start, DateTimeKind.Unspecified);
        return null;
    }

    /// <summary>Every remark as a field.</summary>
    public static IEnumerable<HeaderField> Fields(ImmutableArray<string> remarks) => remarks.Where(r => r.Length > 0)
        .Select(r => Pair().Match(r) is { Success: true } m
            ? new HeaderField(m.Groups[1].Value.Trim(), m.Groups[2].Value.Trim(), !Harmless().IsMatch(r))
            : new("Remark", r, IsPersonal: true));

    private static IEnumerable<(string Key, string Value)> Pairs(IEnumerable<string> remarks) =>
        remarks.Select(r => Pair().Match(r)).Where(m => m.Success).Select(m => (m.Groups[1].Value.Trim(), m.Groups[2].Value.Trim()));

    [GeneratedRegex(@"^([^:=]{1,60}?)\s*(?::=|=|:)\s*(.+)$")]
    private static partial Regex Pair();

    [GeneratedRegex(@"^(sampl\w*[ _-]*(rate|freq\w*)|sfreq|fs|srate|rate|SamplingFrequency)\b", RegexOptions.IgnoreCase)]
    private static partial Regex RateName();

    [GeneratedRegex(@"^(start|date|time of record|recording (date|start))", RegexOptions.IgnoreCase)]
    private static partial Regex StartName();

    /// <summary>Remarks that say something of the table and nothing of a person.</summary>
    [GeneratedRegex(@"^(sampl\w*|number of channels|resolution|labels?|data type|board|units?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?")]
    private static partial Regex Number();
}
