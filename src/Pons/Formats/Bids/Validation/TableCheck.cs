using System.Text.Json;

namespace Pons.Formats.Bids.Validation;

/// <summary>Reads a table once, row by row, and holds it against the syntax of tables, its columns and their descriptions.</summary>
internal sealed class TableCheck(DatasetContext dataset, FaultList faults)
{
    private const int RowsBetweenLooks = 4096;

    /// <summary>What people write for a missing value, and readers do not understand.</summary>
    public static readonly HashSet<string> MisspeltNa = ["NA", "N/A", "Na", "na", "NaN", "nan", "NAN", "n.a.", "N.A.", "null", "NULL", "None", "#N/A"];

    /// <summary>Checks a table.</summary>
    /// <param name="file">The table.</param>
    /// <param name="layout">Its prescribed columns; <see langword="null"/> when none are.</param>
    /// <param name="description">What side-cars say about its columns.</param>
    /// <param name="visit">Called for each row that has all cells, the header first.</param>
    public void Check(DatasetFile file, TableLayout? layout, MergedSidecar description, Action<TableRow>? visit = null)
    {
        if (file.Blocked is not null) return;
        try
        {
            using var reader = new BidsTableReader(new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read, 0));
            if (!reader.Read()) return;
            if (reader.HasByteOrderMark) faults.Add(file, "table-mark").Byte = 0;
            if (!IsText(file, reader) || !HasHeader(file, reader, layout)) return;
            var columns = Enumerable.Range(0, reader.CellCount).Select(reader.Text).ToArray();
            var hed = new HedCheck(dataset, faults).Begin(file, description, columns);
            new Pass(dataset, faults, file, layout, description, reader, columns).Run(visit + (hed is null ? null : hed.Visit));
            if (file.Blocked is null) hed?.Finish();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Block(file, "file-unreadable", found: fault.Message);
        }
    }

    private bool IsText(DatasetFile file, BidsTableReader reader) => IsText(faults, file, reader);

    private static bool IsText(FaultList faults, DatasetFile file, BidsTableReader reader)
    {
        if (reader.IsCut)
        {
            var cut = faults.Block(file, "table-row-long", expected: Shown.Of(BidsTableReader.LongestRow));
            (cut.Line, cut.Byte) = (reader.LineNumber, reader.ByteOffset);
            return false;
        }

        if (reader.IsUtf8) return true;
        var place = reader.ByteOffset;
        for (var i = 0; i < reader.CellCount; i++)
        {
            var at = Utf8Faults.First(reader.Utf8(i));
            place += at;
            if (at < reader.Utf8(i).Length) break;
            place++;
        }

        var fault = faults.Block(file, "table-encoding", found: Shown.Of(place));
        (fault.Line, fault.Byte) = (reader.LineNumber, place);
        return false;
    }

    private bool HasHeader(DatasetFile file, BidsTableReader reader, TableLayout? layout)
    {
        if (Enumerable.Range(0, reader.CellCount).Any(i => reader.Utf8(i).Contains((byte)'\r')))
        {
            faults.Block(file, "table-line-end", found: "CR").Line = 1;
            return false;
        }

        if (reader.HasCarriageReturn) faults.Add(file, "table-line-end", found: "CR LF").Line = 1;
        var header = reader.Text(0);
        var isSeparatedOtherwise = reader.CellCount == 1 && header.AsSpan().IndexOfAny(",; ") > 0
            && (layout is null || layout.Required.Length + layout.Recommended.Length > 1);
        if (!isSeparatedOtherwise) return true;
        var fault = faults.Block(file, "table-separator", found: Shown.Shortened(header));
        fault.Line = 1;
        fault.Hides("column-required", "column-value");
        return false;
    }

    /// <summary>One reading of one table.</summary>
    private sealed class Pass(
        DatasetContext dataset, FaultList faults, DatasetFile file, TableLayout? layout, MergedSidecar description, BidsTableReader reader, string[] columns)
    {
        private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
        private readonly CellCheck?[] _cells = new CellCheck?[columns.Length];

        /// <summary>A required column that is not there: one that nobody knows is perhaps the same under another name.</summary>
        private Fault? _missing;

        public void Run(Action<TableRow>? visit)
        {
            CheckColumns();
            for (var i = 0; i < columns.Length; i++) _cells[i] = CellCheck.For(columns[i], layout, description[columns[i]]);
            var row = new TableRow(reader, columns);
            var unique = layout?.Unique.Where(columns.Contains).Select(row.IndexOf).ToArray() ?? [];
            visit?.Invoke(row);
            while (reader.Read())
            {
                if (reader.LineNumber % RowsBetweenLooks == 0) dataset.Cancellation.ThrowIfCancellationRequested();
                if (!IsText(faults, file, reader)) return;
                if (!IsWhole()) continue;
                CheckCells();
                CheckKey(unique);
                visit?.Invoke(row);
            }
        }

        private string Section => layout?.Section ?? "tabular";

        private void CheckColumns()
        {
            for (var i = 0; i < columns.Length; i++)
            {
                if (string.IsNullOrWhiteSpace(columns[i])) faults.Add(file, "column-blank", name: Shown.Of(i + 1)).Line = 1;
                else if (Array.IndexOf(columns, columns[i]) < i) faults.Add(file, "column-repeated", name: columns[i]).Line = 1;
            }

            if (layout is not null) CheckLayout();
            CheckDescriptions();
        }

        private void CheckLayout()
        {
            var missing = layout!.Required.Where(r => !columns.Contains(r)).ToList();
            foreach (var column in missing)
            {
                var fault = faults.Add(file.Path, "column-required", column, expected: layout.Shape(column)!.Notation, section: Section);
                fault.Line = 1;
                _missing ??= fault;
            }

            if (layout.Recommended.Where(r => !columns.Contains(r)).ToList() is { Count: > 0 } absent)
                faults.Add(file.Path, "column-recommended", string.Join(", ", absent), section: Section).Line = 1;
            var first = layout.First.Where(f => columns.Contains(f)).ToList();
            if (missing.Count == 0 && !columns.Take(first.Count).SequenceEqual(first))
                faults.Add(file.Path, "column-order", found: string.Join(", ", columns.Take(first.Count)), expected: string.Join(", ", first), section: Section).Line = 1;
        }

        private void CheckDescriptions()
        {
            if (description.Blocked is { } blocked)
            {
                blocked.Hides("column-undescribed", "column-undefined", "level-undescribed");
                return;
            }

            foreach (var column in columns.Distinct().Where(c => !string.IsNullOrWhiteSpace(c)))
            {
                if (description.Find(column) is { } found)
                {
                    if (found.Value.Kind == JsonValueKind.Object) continue;
                    var wrong = new Fault("column-description", found.File.Path) { Name = column, Found = found.Value.Shown };
                    wrong.At(found.File.Json!.PlaceOf(found.Value.Offset));
                    faults.AddOnce(wrong);
                }
                else if (layout?.Shape(column) is null && column != "HED")
                {
                    var rule = layout is { MustDescribe: true } ? "column-undefined" : "column-undescribed";
                    var fault = faults.Add(file.Path, rule, column, expected: DescribedIn, section: Section);
                    (fault.Line, fault.Because) = (1, _missing);
                }
            }
        }

        private string DescribedIn => description.Files.Count > 0 ? description.Files[^1].FileName
            : Path.ChangeExtension(file.FileName, ".json");

        /// <summary>A quoted cell may hold tabs: what belongs together is counted as one.</summary>
        private bool IsWhole()
        {
            if (reader.CellCount == 1 && reader.Utf8(0).IsEmpty && columns.Length > 1)
            {
                faults.AddInRow(file, "table-row-blank", reader.LineNumber);
                return false;
            }

            if (reader.CellCount == columns.Length) return true;
            if (reader.CellCount > columns.Length && CellsOutsideQuotes() == columns.Length) return false;
            var ragged = faults.AddInRow(file, "table-cells", reader.LineNumber, found: Shown.Of(reader.CellCount), expected: Shown.Of(columns.Length));
            file.Doubt ??= ragged;
            return false;
        }

        private int CellsOutsideQuotes()
        {
            var (count, isOpen) = (0, false);
            for (var i = 0; i < reader.CellCount; i++)
            {
                var cell = reader.Utf8(i);
                if (!isOpen) count++;
                if (!isOpen && cell.StartsWith("\""u8) && (cell.Length == 1 || !cell.EndsWith("\""u8))) isOpen = true;
                else if (isOpen && cell.EndsWith("\""u8)) isOpen = false;
            }

            return isOpen ? -1 : count;
        }

        private void CheckCells()
        {
            for (var i = 0; i < columns.Length; i++)
            {
                var cell = reader.Utf8(i);
                if (cell.SequenceEqual("n/a"u8)) continue;
                if (cell.IsEmpty) faults.AddInRow(file, "cell-blank", reader.LineNumber, columns[i]);
                else if (cell.Length <= 4 && cell[0] is (byte)'N' or (byte)'n' or (byte)'#' && MisspeltNa.Contains(reader.Text(i)))
                    faults.AddInRow(file, "cell-na", reader.LineNumber, columns[i], reader.Text(i));
                else if (_cells[i] is { } check && !check.Fits(cell)) check.Check(faults, file, reader.LineNumber, reader.Text(i));
            }
        }

        private void CheckKey(int[] unique)
        {
            if (unique.Length == 0) return;
            var key = unique.Length == 1 ? reader.Text(unique[0]) : string.Join(" ", unique.Select(reader.Text));
            if (_keys.TryAdd(key, reader.LineNumber)) return;
            var repeated = faults.AddInRow(file, "column-key", reader.LineNumber, string.Join(" ", unique.Select(u => columns[u])), key, Shown.Of(_keys[key]));
            file.Doubt ??= repeated;
        }
    }
}
