using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>The columns that a kind of table must, should and may have.</summary>
internal sealed class TableLayout
{
    private readonly ImmutableArray<string> _datatypes, _suffixes;
    private readonly FrozenDictionary<string, ValueShape> _shapes;

    public TableLayout(RulesDocument.TablePart part, IReadOnlyDictionary<string, string[]> lists)
    {
        Name = part.Name;
        Section = part.Section;
        MustDescribe = part.MustDescribe;
        _datatypes = Words(part.Datatypes);
        _suffixes = Words(part.Suffixes);
        First = Words(part.First);
        Unique = Words(part.Unique);
        Required = [.. (part.Required ?? []).Keys];
        Recommended = [.. (part.Recommended ?? []).Keys];
        Optional = [.. (part.Optional ?? []).Keys];
        _shapes = new[] { part.Required, part.Recommended, part.Optional }.SelectMany(p => p ?? [])
            .ToFrozenDictionary(c => c.Key, c => ValueShape.Parse(c.Value, lists));
    }

    public string Name { get; }

    public string Section { get; }

    /// <summary>Whether further columns are allowed only with a description.</summary>
    public bool MustDescribe { get; }

    /// <summary>The columns that stand first, in this order.</summary>
    public ImmutableArray<string> First { get; }

    /// <summary>The columns whose values together name a row.</summary>
    public ImmutableArray<string> Unique { get; }

    public ImmutableArray<string> Required { get; }

    public ImmutableArray<string> Recommended { get; }

    public ImmutableArray<string> Optional { get; }

    public bool IsFor(string datatype, string suffix) =>
        (_datatypes.IsEmpty || _datatypes.Contains(datatype)) && (_suffixes.IsEmpty || _suffixes.Contains(suffix));

    public ValueShape? Shape(string column) => _shapes.GetValueOrDefault(column);

    private static ImmutableArray<string> Words(string? text) => text is null ? [] : [.. text.Split(' ')];
}
