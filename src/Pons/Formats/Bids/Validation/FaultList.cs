namespace Pons.Formats.Bids.Validation;

/// <summary>The faults of one part of a data set, in the order in which they were found. One thread at a time.</summary>
internal sealed class FaultList
{
    private readonly List<Fault> _faults = [];
    private readonly Dictionary<(string Rule, string File, string Name), Fault> _first = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public Fault Add(DatasetFile file, string rule, string name = "", string found = "", string expected = "", string other = "") =>
        Add(file.Path, rule, name, found, expected, other);

    public Fault Add(
        string path, string rule, string name = "", string found = "", string expected = "", string other = "", string? section = null)
    {
        var fault = new Fault(rule, path) { Name = name, Found = found, Expected = expected, Other = other, Section = section };
        _faults.Add(fault);
        return fault;
    }

    /// <summary>A fault that keeps the file from being looked into.</summary>
    public Fault Block(DatasetFile file, string rule, string name = "", string found = "", string expected = "")
    {
        var fault = Add(file, rule, name, found, expected);
        file.Blocked ??= fault;
        return fault;
    }

    /// <summary>A fault that may occur in many rows: one of a rule and column is kept for a file, and the others are counted.</summary>
    /// <returns>The one that is kept.</returns>
    public Fault AddOnce(Fault fault)
    {
        if (_first.TryGetValue((fault.Rule, fault.File, fault.Name), out var known))
        {
            if (!known.IsAtPlaceOf(fault)) known.Count++;
            return known;
        }

        _faults.Add(fault);
        _first.Add((fault.Rule, fault.File, fault.Name), fault);
        return fault;
    }

    /// <summary>A fault in a row of a table, see <see cref="AddOnce"/>.</summary>
    public Fault AddInRow(DatasetFile file, string rule, int? line, string name = "", string found = "", string expected = "") =>
        AddOnce(new(rule, file.Path) { Line = line, Name = name, Found = found, Expected = expected });
}
