using System.Globalization;
using System.Text;
using System.Text.Json;
using Pons.Formats;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats;

/// <summary>The table of formats in the documentation says what the list of formats and the reference table say.</summary>
public sealed class FormatsPageTests
{
    private const string Begin = "<!-- table of formats: written by a test -->\n", End = "<!-- end of the table -->";

    [Fact]
    public void Table_of_formats_is_the_list_of_formats()
    {
        var path = Path.Combine(RecordedData.Root(), "docs", "reference", "formats.md");
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var expected = text[..from] + Table() + text[to..];
        if (Environment.GetEnvironmentVariable("PONS_RENEW") == "1") File.WriteAllText(path, expected);
        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string Table()
    {
        var files = ReferenceFile.Document("recordings").RootElement.GetProperty("files").EnumerateObject().ToList();
        var byFormat = files.Where(f => !f.Value.TryGetProperty("refused", out _)).GroupBy(f => FormatOf(f.Name)).ToDictionary(g => g.Key, g => g.ToList());
        var table = new StringBuilder("| Format | Files | Written as | Sample files that agree | with |\n|---|---|---|---|---|\n");
        foreach (var format in RecordingFormat.All.OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase))
        {
            var samples = byFormat.GetValueOrDefault(format.Name) ?? [];
            var written = format.CanCreate ? string.Join(", ", format.Capabilities.SampleTypes.Select(t => t.ToString().ToLowerInvariant())) : "–";
            table.Append(CultureInfo.InvariantCulture, $"| {format.Name} | {string.Join(' ', format.Extensions.Select(e => $"`{e}`"))} | {written} | ")
                .Append(samples.Count == 0 ? "–" : samples.Count.ToString(CultureInfo.InvariantCulture)).Append(" | ")
                .Append(string.Join("; ", samples.Select(Tool).Distinct().Order(StringComparer.Ordinal))).Append(" |\n");
        }

        return table.ToString();
    }

    private static string Tool(JsonProperty file) => file.Value.GetProperty("tool").GetString()!;

    private static string FormatOf(string name)
    {
        try
        {
            _ = SampleRecordings.Names;
            return RecordingFormat.Of(RecordedData.PathOf(name)).Name;
        }
        catch (RecordingFormatException)
        {
            return "";
        }
    }
}
