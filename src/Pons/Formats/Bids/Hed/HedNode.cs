using System.Collections.Immutable;

namespace Pons.Formats.Bids.Hed;

/// <summary>A tag of a vocabulary.</summary>
internal sealed class HedNode
{
    private readonly Dictionary<string, HedNode> _children = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _isExtensible;

    public HedNode(string name, HedNode? parent, HedAttributes attributes)
    {
        Name = name;
        Parent = parent;
        _isExtensible = attributes.Has("extensionAllowed");
        NeedsChild = attributes.Has("requireChild");
        IsUnique = attributes.Has("unique");
        IsGroupTag = attributes.Has("tagGroup");
        IsTopLevelGroupTag = attributes.Has("topLevelTagGroup");
        IsDeprecated = attributes.Has("deprecatedFrom");
        UnitClasses = attributes.Values("unitClass");
        ValueClasses = attributes.Values("valueClass");
        if (name == "#") parent!.Value = this;
        else parent?._children.TryAdd(name, this);
    }

    public string Name { get; }

    public HedNode? Parent { get; }

    /// <summary>What a value of the tag is; <see langword="null"/> when it takes none.</summary>
    public HedNode? Value { get; private set; }

    public bool NeedsChild { get; }

    public bool IsUnique { get; }

    /// <summary>Whether it stands only inside parentheses.</summary>
    public bool IsGroupTag { get; }

    /// <summary>Whether it stands only inside parentheses that are inside no others.</summary>
    public bool IsTopLevelGroupTag { get; }

    public bool IsDeprecated { get; }

    public ImmutableArray<string> UnitClasses { get; }

    public ImmutableArray<string> ValueClasses { get; }

    /// <summary>Whether tags of one's own may follow; what a tag allows its descendants allow, too.</summary>
    public bool IsExtensible => _isExtensible || Parent?.IsExtensible == true;

    public IEnumerable<string> ChildNames => _children.Keys;

    public string Describe() => $"{Parent?.Name}/{Name} {IsExtensible} {NeedsChild} {IsUnique} {IsGroupTag} {IsTopLevelGroupTag} {IsDeprecated} "
        + $"{string.Join(',', UnitClasses)} {string.Join(',', ValueClasses)} {Value?.Describe()}";

    public HedNode? Child(string name) => _children.GetValueOrDefault(name);
}
