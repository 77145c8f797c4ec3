using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>The columns that a kind of table must, should and may have.</summary>
internal sealed class TableLayout
{
    private readonly ImmutableArray<string> _datatypes, _suffixes;
    private readonly Dictionary<string, ValueShape> _shapes = new(StringComparer.Ordinal);

    public TableLayout(JsonPart part, IReadOnlyDictionary<string, string[]> lists)
    {
        Name = part["name"]!.Text;
        Section = part["section"]!.Text;
        MustDescribe = part["mustDescribe"] is not null;
        _datatypes = part.Words("datatypes");
        _suffixes = part.Words("suffixes");
        First = part.Words("first");
        Unique = part.Words("unique");
        Required = Add(part["required"], lists);
        Recommended = Add(part["recommended"], lists);
        Optional = Add(part["optional"], lists);
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

    private ImmutableArray<string> Add(JsonPart? columns, IReadOnlyDictionary<string, string[]> lists)
    {
        foreach (var column in columns?.Members ?? []) _shapes.Add(column.Name, ValueShape.Parse(column.Value.Text, lists));
        return [.. (columns?.Members ?? []).Select(c => c.Name)];
    }
}
