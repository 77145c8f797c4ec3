using System.Collections.Immutable;
using System.Text.Json;

namespace Pons.Formats.Delimited;

/// <summary>
/// What a JSON file beside a table says of it, as BIDS has it for physiology and stimuli (BIDS 1.10, "Physiological recordings"):
/// the rate, the names and the units of the columns.
/// </summary>
internal sealed class DelimitedSidecar
{
    private const int LongestBytes = 1 << 22;

    /// <summary>Name of the JSON file; empty when there is none.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Rows per second; <see langword="null"/> when not stated.</summary>
    public double? RateHz { get; private init; }

    /// <summary>Names of the columns; empty when not stated.</summary>
    public ImmutableArray<string> Columns { get; private init; } = [];

    /// <summary>Units by column.</summary>
    public IReadOnlyDictionary<string, string> Units { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Everything else of its first level.</summary>
    public ImmutableArray<HeaderField> Fields { get; private init; } = [];

    /// <summary>Reads the JSON file that has the name of the table.</summary>
    public static DelimitedSidecar Of(RecordingFiles files, List<string> warnings)
    {
        var stem = files.Name;
        foreach (var extension in (string[])[".gz", ".tsv", ".csv", ".txt"])
            if (stem.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) stem = stem[..^extension.Length];
        if (stem == files.Name || files.Find(stem + ".json") is not { } name) return new();
        using var file = files.TryOpen(name);
        if (file is null || file.Length is 0 or > LongestBytes) return new();
        try
        {
            using var document = JsonDocument.Parse(file, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement, name) : new();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Letters that are no UTF-8 are an invalid operation to the parser.
            warnings.Add($"The file '{name}' beside the table is no JSON ({e.Message.Split('.')[0]}): what it says of "
                + "the columns is not known.");
            return new();
        }
    }

    private static DelimitedSidecar Read(JsonElement root, string name)
    {
        var units = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = ImmutableArray.CreateBuilder<HeaderField>();
        double? rate = null;
        ImmutableArray<string> columns = [];
        foreach (var property in root.EnumerateObject())
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Number when property.Name == "SamplingFrequency":
                    rate = property.Value.TryGetDouble(out var hertz) && hertz is > 0 and < 1e7 ? hertz : null;
                    break;
                case JsonValueKind.Array when property.Name == "Columns":
                    columns = [.. property.Value.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.String)
                        .Select(c => c.GetString()!)];
                    break;
                case JsonValueKind.Object:
                    if (property.Value.TryGetProperty(nameof(Units), out var unit) && unit.ValueKind == JsonValueKind.String)
                        units[property.Name] = unit.GetString()!;
                    break;
                default:
                    fields.Add(new($"{name}: {property.Name}", property.Value.ToString(), IsPersonal: true));
                    break;
            }

        return new() { Name = name, RateHz = rate, Columns = columns, Units = units, Fields = fields.ToImmutable() };
    }
}
