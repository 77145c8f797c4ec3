namespace Pons.Formats.Bids.Hed;

/// <summary>Units of one quantity, in every spelling: symbols and names, in the plural, with the prefixes of SI.</summary>
internal sealed class HedUnitClass(string name)
{
    private readonly List<HedUnit> _units = [];
    private HashSet<string>? _spellings;

    public string Name { get; } = name;

    public IEnumerable<string> UnitNames => _units.Select(u => u.Name);

    public string Describe() => $"{Name}: {string.Join("; ", _units)}";

    public void Add(HedUnit unit) => _units.Add(unit);

    /// <summary>Whether a text is one of the units; letters are told apart by case, as SI does.</summary>
    public bool Has(string text, IReadOnlyCollection<HedUnitModifier> modifiers) => (_spellings ??= Spellings(modifiers)).Contains(text);

    /// <summary>Units that stand before the number, such as <c>$</c>.</summary>
    public IEnumerable<string> Prefixes => _units.Where(u => u.IsPrefix).Select(u => u.Name);

    private HashSet<string> Spellings(IReadOnlyCollection<HedUnitModifier> modifiers)
    {
        var spellings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var unit in _units.Where(u => !u.IsPrefix))
        {
            string[] forms = unit.IsSymbol ? [unit.Name] : [unit.Name, Plural(unit.Name)];
            spellings.UnionWith(forms);
            if (!unit.IsSi) continue;
            foreach (var modifier in modifiers.Where(m => m.IsForSymbols == unit.IsSymbol))
                spellings.UnionWith(forms.Select(f => modifier.Name + f));
        }

        return spellings;
    }

    private static string Plural(string name) => name switch
    {
        "foot" => "feet",
        _ when name.EndsWith('z') || name.Contains(' ', StringComparison.Ordinal) => name,
        _ when name.EndsWith("ch", StringComparison.Ordinal) || name.EndsWith('s') || name.EndsWith('x') => name + "es",
        _ when name.EndsWith("ry", StringComparison.Ordinal) => name[..^1] + "ies",
        _ => name + "s",
    };
}
