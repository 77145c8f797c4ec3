using System.Text.Json;

namespace Pons.Formats.Bids.Validation;

/// <summary>Follows the fields of side-cars that refer to other files. BIDS 1.11.1, "BIDS URI" and "Specification of paths".</summary>
internal sealed class ReferenceCheck(string root, JsonPart? links, FaultList faults)
{
    /// <summary>Checks the references of a side-car.</summary>
    /// <param name="file">The side-car.</param>
    /// <param name="subject">Folder of the subject that relative paths of IntendedFor begin at; empty for the root.</param>
    public void Check(DatasetFile file, string subject)
    {
        if (file.Json is not { } json) return;
        foreach (var member in json.Root.Members)
        {
            if (member.Name is not ("IntendedFor" or "AssociatedEmptyRoom" or "Sources")) continue;
            var start = member.Name == "IntendedFor" && file.Datatype != "ieeg" ? subject : "";
            // Above the subjects a path that is relative to one cannot be followed.
            if (member.Name == "IntendedFor" && subject.Length == 0 && file.Datatype != "ieeg") continue;
            foreach (var target in Targets(member.Value)) Follow(file, member.Name, target, start);
        }
    }

    private static IEnumerable<JsonPart> Targets(JsonPart value) =>
        (value.Kind == JsonValueKind.Array ? value.Items : [value]).Where(p => p.Kind == JsonValueKind.String);

    private void Follow(DatasetFile file, string field, JsonPart target, string start)
    {
        var path = target.Text;
        var place = file.Json!.PlaceOf(target.Offset);
        if (path.StartsWith("bids:", StringComparison.Ordinal))
        {
            var colon = path.IndexOf(':', 5);
            var dataset = colon < 0 ? path[5..] : path[5..colon];
            if (dataset.Length > 0)
            {
                if (links?[dataset] is null) faults.Add(file, "uri-dataset", field, dataset).At(place);
                return;
            }

            (path, start) = (colon < 0 ? "" : path[(colon + 1)..], "");
        }
        else if (path.Contains(':', StringComparison.Ordinal))
        {
            return;
        }

        if (DatasetPath.ExistsInside(root, start.Length > 0 ? $"{start}/{path}" : path)) return;
        faults.Add(file, "reference-missing", field, Shown.Shortened(target.Text), start.Length > 0 ? $" {start}/" : " ./").At(place);
    }
}
