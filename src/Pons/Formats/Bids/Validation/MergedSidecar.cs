using System.Globalization;
using System.Text.Json;

namespace Pons.Formats.Bids.Validation;

/// <summary>
/// What the side-cars of a data file say together: those of the root first, each deeper one over it. BIDS 1.11.1, "The Inheritance
/// Principle".
/// </summary>
internal sealed class MergedSidecar(IReadOnlyList<DatasetFile> files)
{
    public static MergedSidecar None { get; } = new([]);

    /// <summary>The side-cars, from the root down.</summary>
    public IReadOnlyList<DatasetFile> Files { get; } = files;

    /// <summary>What keeps one of them from being read; then nothing can be said about what is missing.</summary>
    public Fault? Blocked => Files.Select(f => f.Blocked).FirstOrDefault(b => b is not null);

    /// <summary>A field's value; <see langword="null"/> when no side-car has it.</summary>
    public JsonPart? this[string field] => Find(field)?.Value;

    /// <summary>A field's value and the side-car that states it last.</summary>
    public (JsonPart Value, DatasetFile File)? Find(string field)
    {
        for (var i = Files.Count - 1; i >= 0; i--)
            if (Files[i].Json?.Root[field] is { } value) return (value, Files[i]);
        return null;
    }

    /// <summary>Every field with the value that holds.</summary>
    public IEnumerable<(string Name, JsonPart Value, DatasetFile File)> Fields()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = Files.Count - 1; i >= 0; i--)
        {
            if (Files[i].Json is not { } json) continue;
            foreach (var member in json.Root.Members)
                if (seen.Add(member.Name)) yield return (member.Name, json.Root[member.Name]!, Files[i]);
        }
    }

    /// <summary>A number; <see langword="null"/> when there is none or it is none that the field may have.</summary>
    public double? Number(string field) =>
        Find(field) is { Value: { Kind: JsonValueKind.Number } part } found && !found.File.DoubtedFields.Contains(field)
        && double.TryParse(part.Text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
