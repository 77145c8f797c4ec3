using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>The fields that a kind of side-car or document must, should and may have.</summary>
internal sealed class SidecarRequirement
{
    private readonly ImmutableArray<string> _datatypes, _suffixes;
    private readonly string? _path, _neededEntity;
    private readonly ImmutableArray<RulesDocument.WhenPart> _when;

    public SidecarRequirement(RulesDocument.SidecarPart part)
    {
        Name = part.Name;
        Section = part.Section;
        IsDocument = part.IsDocument;
        _path = part.Path;
        _neededEntity = part.NeedsEntity;
        _datatypes = Words(part.Datatypes);
        _suffixes = Words(part.Suffixes);
        Required = Words(part.Required);
        Recommended = Words(part.Recommended);
        Optional = Words(part.Optional);
        Deprecated = (part.Deprecated ?? []).ToFrozenDictionary();
        _when = [.. part.When ?? []];
    }

    public string Name { get; }

    public string Section { get; }

    /// <summary>Whether a file must have the fields itself, without what it inherits.</summary>
    public bool IsDocument { get; }

    public ImmutableArray<string> Required { get; }

    public ImmutableArray<string> Recommended { get; }

    public ImmutableArray<string> Optional { get; }

    /// <summary>Deprecated fields, each with the one to use.</summary>
    public FrozenDictionary<string, string> Deprecated { get; }

    public IEnumerable<(string Condition, ImmutableArray<string> Required, ImmutableArray<string> Recommended)> Conditions =>
        _when.Select(w => (w.Is is null ? w.Field : $"{w.Field} = {w.Is}", Words(w.Required), Words(w.Recommended)));

    public bool IsForPath(string path) => _path == path;

    public bool IsFor(string datatype, BidsName name) =>
        _path is null && (_datatypes.IsEmpty || _datatypes.Contains(datatype)) && (_suffixes.IsEmpty ? datatype.Length > 0 : _suffixes.Contains(name.Suffix))
        && (_neededEntity is null || name[_neededEntity] is not null);

    /// <summary>Required and recommended fields, with those that other fields call for.</summary>
    public (IReadOnlyList<string> Required, IReadOnlyList<string> Recommended) For(Func<string, JsonPart?> field)
    {
        var (required, recommended) = (Required.ToList(), Recommended.ToList());
        foreach (var when in _when)
        {
            if (field(when.Field) is not { } value || (when.Is is not null && !value.IsText(when.Is))) continue;
            required.AddRange(Words(when.Required));
            recommended.AddRange(Words(when.Recommended));
        }

        return (required, recommended.Except(required).ToList());
    }

    private static ImmutableArray<string> Words(string? text) => text is null ? [] : [.. text.Split(' ')];
}
