using System.Collections.Immutable;
using System.Text.Json;
using Pons.Formats.Bids.Hed;

namespace Pons.Formats.Bids.Validation;

/// <summary>The annotations of one side-car: its columns and definitions, and what is wrong with them.</summary>
internal sealed class HedSidecar
{
    private readonly HedVocabularies _vocabularies;
    private readonly List<(HedIssue Issue, string Column, long Offset)> _issues = [];
    private readonly List<(HedGroup Group, string Column, JsonPart At, bool IsValue)> _read = [];

    private HedSidecar(HedVocabularies vocabularies) => _vocabularies = vocabularies;

    public Dictionary<string, HedColumn> Columns { get; } = new(StringComparer.Ordinal);

    public HedDefinitions Definitions { get; } = new();

    /// <summary>What is wrong, each with its column and its place in the file.</summary>
    public IReadOnlyList<(HedIssue Issue, string Column, long Offset)> Issues => _issues;

    public bool HasErrors => _issues.Any(i => !i.Issue.IsWarning);

    public bool IsEmpty => Columns.Count == 0 && _issues.Count == 0;

    /// <summary>Whether a side-car speaks of HED at all; then it needs a vocabulary.</summary>
    public static bool HasHed(JsonPart root) => Inside(root).Any(m => m.Name == "HED");

    /// <summary>Reads a side-car.</summary>
    /// <param name="root">The whole of the file.</param>
    /// <param name="vocabularies">The vocabularies of the data set.</param>
    /// <param name="above">Definitions of side-cars above, which it may use.</param>
    public static HedSidecar Read(JsonPart root, HedVocabularies vocabularies, HedDefinitions above)
    {
        var sidecar = new HedSidecar(vocabularies);
        foreach (var member in root.Members) sidecar.ReadColumn(member);
        sidecar.Definitions.AddAll(above);
        sidecar.CheckUses();
        sidecar.CheckSplices();
        return sidecar;
    }

    private void ReadColumn(JsonMember column)
    {
        if (column.Name is "HED" or "n/a")
        {
            if (column.Name == "HED" || HasHed(column.Value)) Add("SIDECAR_INVALID", column.Name, column, "@key");
            return;
        }

        if (FindDeep(column.Value) is { } deep) Add("SIDECAR_INVALID", column.Name, deep, "@deep");
        if (column.Value["HED"] is not { } hed) return;
        if (hed.Kind == JsonValueKind.String)
        {
            Columns[column.Name] = new(column.Name, hed.Text, []);
            ReadText(hed, column.Name, isValue: true);
        }
        else if (hed.Kind == JsonValueKind.Object)
        {
            ReadLevels(hed, column.Name);
        }
        else
        {
            Add("SIDECAR_INVALID", hed.Shown, new JsonMember(column.Name, hed.Offset, hed), "@type");
        }
    }

    /// <summary>HED stands directly below a column, nowhere deeper.</summary>
    private static JsonMember? FindDeep(JsonPart column) =>
        column.Members.Where(m => m.Name != "HED").SelectMany(m => Inside(m.Value)).FirstOrDefault(m => m.Name == "HED");

    private static IEnumerable<JsonMember> Inside(JsonPart part) => part.Members.Concat(part.Members.SelectMany(m => Inside(m.Value)));

    private void ReadLevels(JsonPart hed, string column)
    {
        var levels = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var level in hed.Members)
        {
            if (level.Value.Kind != JsonValueKind.String)
            {
                Add("SIDECAR_INVALID", level.Value.Shown, level, "@type");
                continue;
            }

            if (level.Name == "n/a")
            {
                Add("SIDECAR_INVALID", "n/a", level, "@level");
                continue;
            }

            levels[level.Name] = level.Value.Text;
            if (level.Value.Text.Length > 0) ReadText(level.Value, column, isValue: false);
        }

        Columns[column] = new(column, null, levels.ToImmutable());
    }

    private void ReadText(JsonPart text, string column, bool isValue)
    {
        var issues = new List<HedIssue>();
        var check = new HedStringCheck(_vocabularies, Definitions);
        if (check.Read(text.Text, issues) is { } root)
        {
            CheckPlaceholders(root, text.Text, isValue, issues);
            if (issues.All(i => i.IsWarning)) TakeDefinitions(root, isValue, issues);
            if (issues.All(i => i.IsWarning)) HedStringCheck.CheckGroups(root, issues);
            if (issues.All(i => i.IsWarning)) _read.Add((root, column, text, isValue));
        }

        _issues.AddRange(issues.Select(i => (i, column, text.Offset)));
    }

    private static void CheckPlaceholders(HedGroup root, string text, bool isValue, List<HedIssue> issues)
    {
        var outside = TagsOutsideDefinitions(root).Count(t => t.Rest.Contains('#', StringComparison.Ordinal));
        if (isValue && outside != 1) issues.Add(new("PLACEHOLDER_INVALID", text, outside == 0 ? "@missing" : "@several"));
        if (!isValue && outside > 0) issues.Add(new("PLACEHOLDER_INVALID", text, "@here"));
    }

    private static IEnumerable<HedTag> TagsOutsideDefinitions(HedGroup group) =>
        group.Has("Definition") ? [] : group.Tags.Concat(group.Groups.SelectMany(TagsOutsideDefinitions));

    private void TakeDefinitions(HedGroup root, bool isValue, List<HedIssue> issues)
    {
        var groups = root.Groups.Where(g => g.Has("Definition")).ToList();
        if (groups.Count == 0) return;
        if (isValue) issues.Add(new("DEFINITION_INVALID", groups[0].ToString(), "@context"));
        else if (root.Tags.Count + root.Groups.Count > groups.Count) issues.Add(new("DEFINITION_INVALID", groups[0].ToString(), "@alone"));
        else
            foreach (var group in groups) TakeDefinition(group, issues);
    }

    private void TakeDefinition(HedGroup group, List<HedIssue> issues)
    {
        var tag = group.Tags.First(t => t.Is("Definition"));
        var content = group.Groups.Count > 0 ? group.Groups[0] : null;
        var takesValue = tag.DefinitionValue == "#";
        var places = content?.AllTags.Count(t => t.Rest.Contains('#', StringComparison.Ordinal)) ?? 0;
        if (group.AllSplices.Any()) issues.Add(new("DEFINITION_INVALID", tag.Text, "@braces"));
        else if (group.Tags.Count > 1 || group.Groups.Count > 1) issues.Add(new("DEFINITION_INVALID", tag.Text, "@group"));
        else if (content?.AllTags.Any(t => HedReserved.IsDefinitionTag(t.Node!.Name)) == true) issues.Add(new("DEFINITION_INVALID", tag.Text, "@nested"));
        else if (places != (takesValue ? 1 : 0) || (tag.DefinitionValue.Length > 0 && !takesValue)) issues.Add(new("DEFINITION_INVALID", tag.Text, "@placeholder"));
        else if (!Definitions.Add(new(tag.DefinitionName, takesValue, content))) issues.Add(new("DEFINITION_INVALID", tag.Text, "@conflict"));
    }

    private void CheckUses()
    {
        var check = new HedStringCheck(_vocabularies, Definitions);
        foreach (var (group, column, at, _) in _read)
        {
            var issues = new List<HedIssue>();
            check.CheckDefinitions(group, issues);
            _issues.AddRange(issues.Select(i => (i, column, at.Offset)));
        }
    }

    private void CheckSplices()
    {
        var splicing = _read.Where(r => r.Group.AllSplices.Any()).Select(r => r.Column).ToHashSet(StringComparer.Ordinal);
        foreach (var (group, column, at, _) in _read)
            foreach (var splice in group.AllSplices.Distinct(StringComparer.Ordinal))
            {
                if (splice != "HED" && !Columns.ContainsKey(splice)) _issues.Add((new("SIDECAR_BRACES_INVALID", $"{{{splice}}}", "@unknown"), column, at.Offset));
                else if (splicing.Contains(splice)) _issues.Add((new("SIDECAR_BRACES_INVALID", $"{{{splice}}}", "@circle"), column, at.Offset));
            }
    }

    private void Add(string code, string found, JsonMember at, string expected) =>
        _issues.Add((new(code, found, expected), at.Name, at.Offset));
}
