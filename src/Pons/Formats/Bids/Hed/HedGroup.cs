namespace Pons.Formats.Bids.Hed;

/// <summary>What stands between parentheses, or a whole annotation: tags, groups and columns to be put in, in their order.</summary>
internal sealed class HedGroup
{
    public List<HedTag> Tags { get; } = [];

    public List<HedGroup> Groups { get; } = [];

    /// <summary>Names of columns in curly braces.</summary>
    public List<string> Splices { get; } = [];

    public bool IsEmpty => Tags.Count + Groups.Count + Splices.Count == 0;

    public IEnumerable<HedTag> AllTags => Tags.Concat(Groups.SelectMany(g => g.AllTags));

    public IEnumerable<string> AllSplices => Splices.Concat(Groups.SelectMany(g => g.AllSplices));

    public bool Has(string tag) => Tags.Any(t => t.Is(tag));

    /// <summary>The group in a form that is the same for all ways of writing it.</summary>
    public string Canonical => $"({string.Join(',', Parts().Order(StringComparer.Ordinal))})";

    public IEnumerable<string> Parts() => Tags.Select(t => t.Canonical).Concat(Groups.Select(g => g.Canonical)).Concat(Splices.Select(s => $"{{{s}}}"));

    public override string ToString() => $"({string.Join(", ", Tags.Select(t => t.Text).Concat(Groups.Select(g => g.ToString())))})";
}
