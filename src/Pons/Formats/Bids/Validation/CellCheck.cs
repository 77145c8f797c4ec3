using System.Text.Json;

namespace Pons.Formats.Bids.Validation;

/// <summary>What the cells of one column are held against: the shape of the specification, and the levels of the description.</summary>
internal sealed class CellCheck
{
    /// <summary>So many are compared one by one faster than they are hashed.</summary>
    private const int FewLevels = 32;

    private readonly string _column, _section;
    private readonly ValueShape? _shape;
    private readonly HashSet<string>? _levels;
    private readonly byte[][]? _levelBytes;
    private readonly string? _delimiter;

    private CellCheck(string column, string section, ValueShape? shape, HashSet<string>? levels, string? delimiter)
    {
        _column = column;
        _section = section;
        _shape = shape;
        _levels = levels;
        _levelBytes = levels is { Count: <= FewLevels } ? [.. levels.Select(System.Text.Encoding.UTF8.GetBytes)] : null;
        _delimiter = delimiter;
    }

    /// <summary>The check of a column; <see langword="null"/> when any text will do.</summary>
    public static CellCheck? For(string column, TableLayout? layout, JsonPart? description)
    {
        var levels = description is { Kind: JsonValueKind.Object } ? description["Levels"] : null;
        var names = levels is { Kind: JsonValueKind.Object, Members.IsEmpty: false } ? levels.Members.Select(m => m.Name).ToHashSet() : null;
        var shape = layout?.Shape(column);
        // Levels of one's own take the place of the values that the specification proposes for people.
        if (names is not null && layout?.Unique.Contains("participant_id") == true) shape = null;
        // A free text needs no look at each cell.
        if (shape?.Notation == "string") shape = null;
        var delimiter = description?["Delimiter"] is { Kind: JsonValueKind.String, Text.Length: > 0 } text ? text.Text : null;
        return shape is null && names is null ? null : new(column, layout?.Section ?? "tabular", shape, names, delimiter);
    }

    /// <summary>A quick look that needs no text: whether a cell surely fits; the many cells that do are not looked at again.</summary>
    public bool Fits(ReadOnlySpan<byte> cell) =>
        _delimiter is null && (_shape is null || _shape.Fits(cell)) && (_levels is null || (_levelBytes is not null && Contains(_levelBytes, cell)));

    public void Check(FaultList faults, DatasetFile file, int line, string cell)
    {
        var verdict = _shape?.Judge(cell) ?? ShapeVerdict.Fits;
        if (verdict == ShapeVerdict.UnknownUnit)
            faults.AddInRow(file, "unit-unknown", line, _column, Shown.Shortened(cell), UnitNotation.Suggest(cell));
        else if (verdict == ShapeVerdict.Deprecated)
            faults.AddInRow(file, "field-deprecated", line, _column, Shown.Shortened(cell), _shape!.Notation);
        else if (verdict != ShapeVerdict.Fits)
            AddWrong(faults, file, line, cell);
        else if (_levels is not null && Unlisted(cell) is { } level)
            faults.AddInRow(file, "level-undescribed", line, _column, Shown.Shortened(level));
    }

    private void AddWrong(FaultList faults, DatasetFile file, int line, string cell)
    {
        var wrong = faults.AddOnce(new("column-value", file.Path)
        {
            Line = line,
            Name = _column,
            Found = Shown.Shortened(cell),
            Expected = _shape!.Notation,
            Section = _section,
        });
        file.Doubt ??= wrong;
    }

    private static bool Contains(byte[][] values, ReadOnlySpan<byte> cell)
    {
        foreach (var value in values)
            if (cell.SequenceEqual(value)) return true;
        return false;
    }

    private string? Unlisted(string cell) =>
        _delimiter is null ? _levels!.Contains(cell) ? null : cell : cell.Split(_delimiter).FirstOrDefault(c => !_levels!.Contains(c));
}
