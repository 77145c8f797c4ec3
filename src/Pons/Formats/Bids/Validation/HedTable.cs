using Pons.Formats.Bids.Hed;

namespace Pons.Formats.Bids.Validation;

/// <summary>
/// Puts the annotations of each row of a table together and checks them: row by row, and in time. What many rows share is checked once.
/// </summary>
internal sealed class HedTable
{
    private readonly DatasetFile _file;
    private readonly FaultList _faults;
    private readonly HedStringCheck _check;
    private readonly IReadOnlyDictionary<string, HedColumn> _columns;
    private readonly IReadOnlyDictionary<string, string> _describedIn;
    private readonly HashSet<string> _spliced;
    private readonly Dictionary<string, (HedGroup? Root, List<HedIssue> Issues)> _known = new(StringComparer.Ordinal);
    private readonly HedTimeline _timeline;
    private int _onset = -2, _hed;
    private (int Index, HedColumn Column)[] _annotated = [];

    /// <summary>Begins a table.</summary>
    /// <param name="file">The table.</param>
    /// <param name="faults">Gets what is wrong.</param>
    /// <param name="check">Checks annotations.</param>
    /// <param name="columns">The annotations of its columns.</param>
    /// <param name="describedIn">The side-car that each of them stands in.</param>
    public HedTable(
        DatasetFile file, FaultList faults, HedStringCheck check, IReadOnlyDictionary<string, HedColumn> columns, IReadOnlyDictionary<string, string> describedIn)
    {
        (_file, _faults, _check, _columns, _describedIn) = (file, faults, check, columns, describedIn);
        _timeline = new(Add);
        _spliced = [.. columns.Values.SelectMany(c => c.ValueText is null ? c.Levels.Values : [c.ValueText]).SelectMany(Splices)];
    }

    /// <summary>Takes the header, then each row.</summary>
    public void Visit(TableRow row)
    {
        if (_onset == -2)
        {
            (_onset, _hed) = (row.IndexOf("onset"), row.IndexOf("HED"));
            _annotated = [.. row.Columns.Select((name, i) => (i, _columns.GetValueOrDefault(name))).Where(c => c.Item2 is not null).Select(c => (c.i, c.Item2!))];
            return;
        }

        if (Assemble(row) is not { Length: > 0 } text) return;
        var (root, issues) = Known(text);
        foreach (var issue in issues) Add(issue, row.Line);
        if (root is not null) _timeline.Add(new(row.Line, row.Number(_onset), root));
    }

    /// <summary>Checks what rows mean for each other, when all are there.</summary>
    public void Finish() => _timeline.Finish();

    private void Add(HedIssue issue, int line) => _faults.AddOnce(new(issue.Code, _file.Path)
    {
        Line = line,
        Name = issue.Found,
        Found = Shown.Shortened(issue.Found),
        Expected = issue.Expected,
    });

    private (HedGroup? Root, List<HedIssue> Issues) Known(string text)
    {
        if (_known.TryGetValue(text, out var known)) return known;
        var issues = new List<HedIssue>();
        var root = _check.Read(text, issues);
        if (root is not null)
        {
            if (root.AllTags.FirstOrDefault(t => t.Rest.Contains('#', StringComparison.Ordinal)) is { } open) issues.Add(new("PLACEHOLDER_INVALID", open.Text, "@here"));
            if (root.AllTags.FirstOrDefault(t => t.Is("Definition")) is { } definition) issues.Add(new("DEFINITION_INVALID", definition.Text, "@context"));
            if (root.AllSplices.FirstOrDefault() is { } splice) issues.Add(new("CHARACTER_INVALID", $"{{{splice}}}", "{"));
            if (issues.All(i => i.IsWarning)) HedStringCheck.CheckGroups(root, issues);
            if (issues.All(i => i.IsWarning)) _check.CheckDefinitions(root, issues);
        }

        // Extensions and the like in side-cars were told there.
        known = (issues.All(i => i.IsWarning) ? root : null, issues);
        // A table in which no two rows are alike must not fill the memory.
        if (_known.Count < 100_000) _known.Add(text, known);
        return known;
    }

    private string Assemble(TableRow row)
    {
        var own = _hed >= 0 ? row[_hed] : null;
        if (_annotated.Length == 0) return own ?? "";
        var parts = new List<string>();
        foreach (var (index, column) in _annotated)
        {
            if (row[index] is not { } cell) continue;
            var text = column.Of(cell);
            if (text is null) AddMissingLevel(column, cell, row.Line);
            else if (!_spliced.Contains(column.Name) && text.Length > 0) parts.Add(Splice(text, row, own));
        }

        if (own is not null && !_spliced.Contains("HED")) parts.Add(own);
        return string.Join(", ", parts.Where(p => p.Length > 0));
    }

    private void AddMissingLevel(HedColumn column, string cell, int line) => _faults.AddOnce(new("SIDECAR_KEY_MISSING", _file.Path)
    {
        Line = line,
        Name = column.Name,
        Found = Shown.Shortened(cell),
        Expected = _describedIn[column.Name],
    });

    /// <summary>Puts the annotations of other columns in the place of their names; where there is none, the place closes.</summary>
    private string Splice(string text, TableRow row, string? own)
    {
        foreach (var name in Splices(text).Distinct(StringComparer.Ordinal).ToList())
        {
            var cell = name == "HED" ? own : row[row.IndexOf(name)];
            var annotation = cell is null ? null : name == "HED" ? cell : _columns[name].Of(cell);
            text = text.Replace($"{{{name}}}", annotation ?? "", StringComparison.Ordinal);
        }

        return HedSplicing.CloseGaps(text);
    }

    private static IEnumerable<string> Splices(string text)
    {
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var close = text.IndexOf('}', open);
            if (close < 0) yield break;
            yield return text[(open + 1)..close].Trim();
        }
    }
}
