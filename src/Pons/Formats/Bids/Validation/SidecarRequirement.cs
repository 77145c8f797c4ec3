using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>The fields that a kind of side-car or document must, should and may have.</summary>
internal sealed class SidecarRequirement
{
    private readonly ImmutableArray<string> _datatypes, _suffixes;
    private readonly string? _path, _neededEntity;

    public SidecarRequirement(JsonPart part)
    {
        Name = part["name"]!.Text;
        Section = part["section"]!.Text;
        IsDocument = part["isDocument"] is not null;
        _path = part["path"]?.Text;
        _neededEntity = part["needsEntity"]?.Text;
        _datatypes = part.Words("datatypes");
        _suffixes = part.Words("suffixes");
        Required = part.Words("required");
        Recommended = part.Words("recommended");
        Optional = part.Words("optional");
        Deprecated = [.. part["deprecated"]?.Members ?? []];
        Conditions = [.. (part["when"]?.Items ?? []).Select(w => new FieldCondition(w))];
    }

    public string Name { get; }

    public string Section { get; }

    /// <summary>Whether a file must have the fields itself, without what it inherits.</summary>
    public bool IsDocument { get; }

    public ImmutableArray<string> Required { get; }

    public ImmutableArray<string> Recommended { get; }

    public ImmutableArray<string> Optional { get; }

    /// <summary>Deprecated fields, each with the one to use.</summary>
    public ImmutableArray<JsonMember> Deprecated { get; }

    /// <summary>What other fields call for.</summary>
    public ImmutableArray<FieldCondition> Conditions { get; }

    public bool IsForPath(string path) => _path == path;

    public bool IsFor(string datatype, BidsName name) =>
        _path is null && (_datatypes.IsEmpty || _datatypes.Contains(datatype)) && (_suffixes.IsEmpty ? datatype.Length > 0 : _suffixes.Contains(name.Suffix))
        && (_neededEntity is null || name[_neededEntity] is not null);

    /// <summary>Required and recommended fields, with those that other fields call for.</summary>
    public (IReadOnlyList<string> Required, IReadOnlyList<string> Recommended) For(Func<string, JsonPart?> field)
    {
        if (Conditions.IsEmpty) return (Required, Recommended);
        var (required, recommended) = (Required.ToList(), Recommended.ToList());
        foreach (var condition in Conditions)
        {
            if (!condition.Holds(field)) continue;
            required.AddRange(condition.Required);
            recommended.AddRange(condition.Recommended);
        }

        return (required, recommended.Except(required).ToList());
    }
}
