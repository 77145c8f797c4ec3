namespace Pons.Formats.Bids.Hed;

/// <summary>The definitions that hold for a table, by name; names are alike in every case.</summary>
internal sealed class HedDefinitions
{
    private readonly Dictionary<string, HedDefinition> _byName = new(StringComparer.OrdinalIgnoreCase);

    public HedDefinition? this[string name] => _byName.GetValueOrDefault(name);

    /// <summary>Adds a definition; the same one may come again.</summary>
    /// <returns>Whether it does not contradict an earlier one.</returns>
    public bool Add(HedDefinition definition)
    {
        if (_byName.TryAdd(definition.Name, definition)) return true;
        var known = _byName[definition.Name];
        return known.TakesValue == definition.TakesValue && known.Content?.Canonical == definition.Content?.Canonical;
    }

    public void AddAll(HedDefinitions others)
    {
        foreach (var definition in others._byName.Values) Add(definition);
    }
}
