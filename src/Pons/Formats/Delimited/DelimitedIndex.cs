namespace Pons.Formats.Delimited;

/// <summary>Where the rows of a text are: the place of every thousandth, so that any row is found quickly and memory stays small.</summary>
internal sealed class DelimitedIndex
{
    private const int RowsPerEntry = 1024, MostMarkers = 1_000_000;
    private readonly List<long> _offsets = [];

    private DelimitedIndex()
    {
    }

    /// <summary>Number of whole rows.</summary>
    public long RowCount { get; private set; }

    /// <summary>When the rows were taken; no rate when the table has no times.</summary>
    public DelimitedTiming Timing { get; private set; } = new(null, [(0, 0)]);

    /// <summary>Words that stand at rows: row, name of the column, word.</summary>
    public List<(long Row, string Column, string Text)> Notes { get; } = [];

    /// <summary>Runs once over the whole text.</summary>
    public static DelimitedIndex Of(Stream file, string name, DelimitedLayout layout, double? statedRateHz, List<string> warnings)
    {
        var index = new DelimitedIndex();
        var lines = new DelimitedLines(file, name);
        lines.Seek(layout.DataOffset);
        var times = layout.Time is null ? null : new DelimitedTimes(statedRateHz);
        var markers = layout.Columns.Where(c => c.Role == DelimitedRole.Marker).Select(c => (Column: c, Last: new List<byte>())).ToList();
        while (lines.TryNext(out var row))
        {
            if (!lines.IsEnded && layout.Dialect.Count(row) < layout.Columns.Length && index.RowCount > 0)
            {
                warnings.Add($"The last row, at byte {lines.Offset}, is torn: it has {layout.Dialect.Count(row)} of "
                    + $"{layout.Columns.Length} cells and is left out.");
                break;
            }

            if (index.RowCount % RowsPerEntry == 0) index._offsets.Add(lines.Offset);
            times?.Add(TimeOf(layout, row));
            foreach (var (column, last) in markers) index.Note(layout, column, last, layout.Cell(row, column.Index));
            index.RowCount++;
        }

        if (file is GzipText { IsCut: true })
            warnings.Add("The compressed file does not end as it should: it was cut short, and rows may be missing at the end.");
        index.DropBusyColumns(markers.Select(m => m.Column), warnings);
        if (times is not null) index.Timing = times.Finish(warnings);
        else if (statedRateHz is not null) index.Timing = new(statedRateHz, [(0, 0)]);
        return index;
    }

    /// <summary>The last known row at or before the one that is looked for, and where it begins.</summary>
    public (long Row, long Offset) Before(long row) => (row / RowsPerEntry * RowsPerEntry, _offsets[(int)(row / RowsPerEntry)]);

    /// <summary>Time of a row in seconds from the first; not a number when its cell is none.</summary>
    public static double TimeOf(DelimitedLayout layout, ReadOnlySpan<byte> row)
    {
        var cell = layout.Cell(row, layout.Time!.Index);
        var at = 0;
        return DelimitedNumber.TryRead(cell, ref at, layout.Dialect.DecimalSymbol, out var time) && at == cell.Length
            ? (time - layout.FirstTime) * layout.SecondsPerUnit : double.NaN;
    }

    private void Note(DelimitedLayout layout, DelimitedColumn column, List<byte> last, ReadOnlySpan<byte> cell)
    {
        if (cell.SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(last)) && !layout.HasNotes) return;
        if (!layout.HasNotes)
        {
            last.Clear();
            last.AddRange(cell);
        }

        if (DelimitedNumber.IsMissing(cell) || Notes.Count >= MostMarkers) return;
        Notes.Add((RowCount, layout.HasNotes ? "" : column.Name,
            layout.Encoding.GetString(cell).Replace("\"\"", "\"", StringComparison.Ordinal)));
    }

    /// <summary>A word that changes with nearly every row is a value, and no marker.</summary>
    private void DropBusyColumns(IEnumerable<DelimitedColumn> columns, List<string> warnings)
    {
        foreach (var column in columns)
        {
            var count = Notes.Count(n => n.Column == column.Name);
            if (count < 1000 || count < RowCount / 2) continue;
            Notes.RemoveAll(n => n.Column == column.Name);
            warnings.Add($"The words of column '{column.Name}' change {count} times in {RowCount} rows: they are no "
                + "markers and are left out.");
        }

        if (Notes.Count >= MostMarkers) warnings.Add($"Only the first {MostMarkers} markers are read.");
    }
}
