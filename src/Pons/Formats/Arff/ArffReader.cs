using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Pons.Formats.Delimited;

namespace Pons.Formats.Arff;

/// <summary>Reads the attributes; the rows are read as those of any other table.</summary>
internal sealed partial class ArffReader(Stream file, string name)
{
    private const int MostAttributes = 65_536;
    private readonly List<string> _warnings = [];
    private readonly List<string> _remarks = [];
    private readonly ImmutableArray<DelimitedColumn>.Builder _columns = ImmutableArray.CreateBuilder<DelimitedColumn>();
    private string _relation = "";

    /// <summary>Whether a text begins, after remarks, with the name of a relation.</summary>
    public static bool IsArff(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = (end < 0 ? bytes : bytes[..end]).Trim(" \t\r"u8);
            if (!line.IsEmpty && line[0] != '%')
                return Encoding.Latin1.GetString(line).StartsWith("@relation", StringComparison.OrdinalIgnoreCase);
            if (end < 0) return false;
            bytes = bytes[(end + 1)..];
        }

        return false;
    }

    /// <summary>Opens the recording.</summary>
    public Recording Open()
    {
        var offset = ReadHeader();
        var layout = new DelimitedLayout(new((byte)',', (byte)'.'), _columns.ToImmutable(), offset);
        if (layout.Channels.IsEmpty)
            throw Fault(null, "No attribute is a number.", "There are no samples to read.", "Give a table with one column a channel.");
        var index = DelimitedIndex.Of(file, name, layout, DelimitedRemarks.RateHz(_remarks), _warnings);
        foreach (var column in layout.Channels.Where(c => DelimitedRecording.IsLabel(c.Name)))
            _warnings.Add($"The attribute '{column.Name}' holds numbers and stays a channel; it looks as if it "
                + "marked events or conditions.");
        _warnings.Add("ARFF states no units: numbers are read as they stand, and need not be microvolts.");
        if (index.Timing.RateHz is null)
            _warnings.Add("Nothing in the file states its rate: the rows are numbered, their times are unknown.");
        return new DelimitedRecording(name, file, layout, index)
        {
            Format = "ARFF",
            Fields = [new("Relation", _relation), .. DelimitedRemarks.Fields([.. _remarks])],
        }.Open(_warnings);
    }

    private long ReadHeader()
    {
        var lines = new DelimitedLines(file, name);
        while (lines.TryNextLine(out var bytes))
        {
            var line = Encoding.UTF8.GetString(bytes).Trim('\uFEFF', ' ', '\t');
            if (line.StartsWith('%')) _remarks.Add(line.TrimStart('%').Trim());
            else if (line.StartsWith("@relation", StringComparison.OrdinalIgnoreCase)) _relation = line[9..].Trim().Trim('\'', '"');
            else if (line.StartsWith("@attribute", StringComparison.OrdinalIgnoreCase)) AddAttribute(line, lines.Offset);
            else if (line.StartsWith("@data", StringComparison.OrdinalIgnoreCase)) return lines.NextOffset;
            else if (line.Length > 0) throw Fault(lines.Offset, $"The line '{Shortened(line)}' stands where an attribute was expected.",
                "What the columns hold follows from the attributes.", "Correct the line.");
        }

        throw Fault(file.Length, "The file ends before @data.", "There are no samples to read.", "Copy the file again.");
    }

    private void AddAttribute(string line, long offset)
    {
        var match = Attribute().Match(line);
        if (!match.Success || _columns.Count == MostAttributes)
            throw Fault(offset, $"The attribute '{Shortened(line)}' has no name or no type.", "What its column holds is unknown.",
                "Correct the line.");
        var (label, type) = (match.Groups[1].Value.Trim('\'', '"'), match.Groups[2].Value.Trim());
        _columns.Add(new(_columns.Count, label, "", RoleOf(type)));
    }

    private static DelimitedRole RoleOf(string type)
    {
        if (Number().IsMatch(type)) return DelimitedRole.Channel;
        if (!type.StartsWith('{')) return DelimitedRole.None;
        var values = type.Trim('{', '}', ' ').Split(',', StringSplitOptions.TrimEntries);
        return values.All(v => double.TryParse(v, System.Globalization.CultureInfo.InvariantCulture, out _))
            ? DelimitedRole.Channel : DelimitedRole.Marker;
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private RecordingFormatException Fault(long? offset, string what, string why, string remedy) => new(name, offset, what, why, remedy);

    [GeneratedRegex("""^@attribute\s+('[^']*'|"[^"]*"|\S+)\s+(.+)$""", RegexOptions.IgnoreCase)]
    private static partial Regex Attribute();

    [GeneratedRegex("^(numeric|real|integer)", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
