using System.Text.Json;

namespace Pons.Formats.Bids.Validation;

/// <summary>Holds the fields of one JSON file against their types and values, wherever the file applies.</summary>
internal sealed class FieldCheck(BidsRules rules, FaultList faults)
{
    /// <summary>Reads and checks a side-car or document; what cannot be read is said and remembered.</summary>
    public void Check(DatasetFile file, string suffix)
    {
        if (file.Blocked is { } blocked)
        {
            blocked.Hides("field-required", "field-recommended");
            return;
        }

        try
        {
            file.Json = JsonText.Read(file, faults);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Block(file, "file-unreadable", found: fault.Message);
        }

        if (file.Json is null)
        {
            file.Blocked?.Hides("field-required", "field-recommended", "field-type");
            return;
        }

        var names = Described(file.Json.Root, suffix);
        foreach (var member in file.Json.Root.Members)
        {
            if (!names.Contains(member.Name) && rules.Field(member.Name, suffix) is { } shape) Judge(file, member.Name, member, shape);
            else if (member.Value.Kind == JsonValueKind.Object) CheckDescription(file, member);
        }

        if (suffix == "participants") CheckAgeUnit(file);
    }

    /// <summary>Fields of a document that has no data file: a coordinate system, the description of the data set.</summary>
    public void CheckPresence(DatasetFile file, SidecarRequirement requirement, string except = "")
    {
        var root = file.Json!.Root;
        var (required, recommended) = requirement.For(name => root[name]);
        foreach (var missing in required.Where(r => root[r] is null))
            faults.Add(file.Path, "field-required", missing, expected: Expected(missing, file), section: requirement.Section);
        AddRecommended(file.Path, [.. recommended.Where(r => root[r] is null && r != except)], requirement.Section);
        CheckDeprecated(file, requirement);
    }

    /// <summary>Fields that a data file must and should have in the side-cars that apply to it.</summary>
    public void CheckPresence(DatasetFile data, MergedSidecar sidecar, SidecarRequirement requirement, FolderLevel level)
    {
        if (sidecar.Blocked is { } blocked)
        {
            blocked.Hides("field-required", "field-recommended");
            return;
        }

        var (required, recommended) = requirement.For(name => sidecar[name]);
        if (sidecar.Files.Count == 0)
        {
            if (required.Count == 0) return;
            var name = data.Name!.Beside(data.Name.Suffix, ".json").ToString();
            var missing = faults.Add(data.Path, "sidecar-missing", expected: name, section: requirement.Section);
            missing.Because = level.MisnamedFor(name);
            missing.Hides("field-required");
            return;
        }

        var told = sidecar.Files[^1];
        foreach (var name in required.Where(r => sidecar[r] is null))
            faults.AddOnce(new("field-required", told.Path) { Name = name, Expected = Expected(name, told), Section = requirement.Section });
        if (recommended.Where(r => sidecar[r] is null).ToList() is { Count: > 0 } absent)
            faults.AddOnce(new("field-recommended", told.Path) { Name = string.Join(", ", absent), Section = requirement.Section });
        foreach (var file in sidecar.Files) CheckDeprecated(file, requirement);
    }

    private string Expected(string field, DatasetFile file) => rules.Field(field, file.Name?.Suffix ?? "")?.Notation ?? "";

    private void AddRecommended(string path, List<string> missing, string section)
    {
        if (missing.Count > 0) faults.Add(path, "field-recommended", string.Join(", ", missing), section: section);
    }

    private void CheckDeprecated(DatasetFile file, SidecarRequirement requirement)
    {
        if (file.Json is not { } json) return;
        foreach (var old in requirement.Deprecated)
        {
            if (json.Root.Members.FirstOrDefault(m => m.Name == old.Name) is not { } member) continue;
            var deprecated = new Fault("field-deprecated", file.Path) { Name = old.Name, Expected = old.Value.Text };
            deprecated.At(json.PlaceOf(member.Offset));
            faults.AddOnce(deprecated);
        }
    }

    /// <summary>Names in a side-car that are columns of its table, also where a field has the same name.</summary>
    private HashSet<string> Described(JsonPart root, string suffix) =>
        [
            .. rules.Tables.Where(t => t.IsFor("", suffix)).SelectMany(t => t.Required.Concat(t.Recommended).Concat(t.Optional)),
            .. root["Columns"]?.Items.Select(i => i.Text) ?? [],
        ];

    private void CheckDescription(DatasetFile file, JsonMember member)
    {
        foreach (var part in member.Value.Members)
            if (rules.ColumnFields.TryGetValue(part.Name, out var shape)) Judge(file, $"{member.Name}.{part.Name}", part, shape);
    }

    private void CheckAgeUnit(DatasetFile file)
    {
        if (file.Json!.Root["age"]?["Units"] is { Kind: JsonValueKind.String } unit && rules.TimeUnits.Judge(unit.Text) != ShapeVerdict.Fits)
            faults.Add(file, "age-unit", "age", unit.Text, string.Join(", ", rules.TimeUnits.Choices)).At(file.Json.PlaceOf(unit.Offset));
    }

    private void Judge(DatasetFile file, string name, JsonMember member, ValueShape shape)
    {
        var (verdict, at) = shape.Judge(member.Value);
        if (verdict is ShapeVerdict.Fits or ShapeVerdict.UnknownUnit) return;
        file.DoubtedFields.Add(name);
        var rule = verdict switch
        {
            ShapeVerdict.Deprecated => "field-deprecated",
            ShapeVerdict.OutOfRange => "field-range",
            ShapeVerdict.WrongValue => "field-value",
            _ => "field-type",
        };
        var expected = rule == "field-deprecated" && at.Text.StartsWith("10.", StringComparison.Ordinal) ? "doi:" + at.Text : shape.Notation;
        faults.Add(file, rule, name, at.Shown, expected).At(file.Json!.PlaceOf(at.Offset));
    }
}
