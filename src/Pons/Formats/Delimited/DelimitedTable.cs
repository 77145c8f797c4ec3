using System.Text;

namespace Pons.Formats.Delimited;

/// <summary>What the beginning of a text tells: remarks, the names of the columns, what they hold, and where the first row is.</summary>
internal sealed class DelimitedTable
{
    /// <summary>So much of a text is looked at before it is opened.</summary>
    public const int HeadBytes = 1 << 18;

    private const int MostRows = 400, FewestRows = 3;
    private static readonly DelimitedDialect[] Dialects =
        [new((byte)'\t', (byte)'.'), new((byte)';', (byte)'.'), new((byte)',', (byte)'.'), new((byte)' ', (byte)'.')];

    private readonly byte[] _head;
    private readonly List<Range> _rows = [];

    private DelimitedTable(byte[] head, string codePage)
    {
        _head = head;
        Encoding = TextEncoding.Of(head.AsSpan(0, Math.Max(0, head.AsSpan().LastIndexOf((byte)'\n'))), codePage, out var assumption);
        EncodingAssumption = assumption;
    }

    /// <summary>How letters are encoded.</summary>
    public Encoding Encoding { get; }

    /// <summary>What had to be assumed of the letters; <see langword="null"/> when nothing.</summary>
    public string? EncodingAssumption { get; }

    /// <summary>How the cells of a row are parted.</summary>
    public DelimitedDialect Dialect { get; private set; }

    /// <summary>The remarks before the table, without their sign.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>The names of the columns as they stand; empty when the table names none.</summary>
    public string[] Header { get; private set; } = [];

    /// <summary>What stands above the table and has another number of cells than its rows; empty when nothing does.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Columns of a row.</summary>
    public int ColumnCount { get; private set; }

    /// <summary>Where the first row begins, in bytes from the start of the text.</summary>
    public long DataOffset { get; private set; }

    /// <summary>What the rows that were looked at hold, per column.</summary>
    public DelimitedContent[] Contents { get; private set; } = [];

    /// <summary>The rows that were looked at.</summary>
    public int SampleRowCount => _rows.Count;

    /// <summary>Whether those are all rows of the text.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Looks at the beginning of a text.</summary>
    /// <param name="head">Its first bytes.</param>
    /// <param name="isWhole">Whether these are all of them.</param>
    /// <returns>The table; <see langword="null"/> when the text is none.</returns>
    public static DelimitedTable? Of(byte[] head, bool isWhole)
    {
        if (head.AsSpan().IndexOfAnyInRange((byte)0, (byte)8) >= 0 || head.AsSpan().IndexOfAnyInRange((byte)14, (byte)31) >= 0) return null;
        var table = new DelimitedTable(head, "") { IsWhole = isWhole };
        var lines = table.Lines(isWhole);
        return lines.Count > 1 && table.FindRows(lines) && table.IsPlausible() ? table : null;
    }

    /// <summary>The cells of a sampled row, decoded.</summary>
    public string[] Cells(int row) => Cells(_head.AsSpan(_rows[row]));

    /// <summary>The bytes of a sampled row.</summary>
    public ReadOnlySpan<byte> Row(int row) => _head.AsSpan(_rows[row]);

    /// <summary>Whether every column holds nothing but numbers.</summary>
    public bool IsNumeric => Contents.All(c => c.TextCount == 0) && Contents.Any(c => c.NumberCount > 0);

    private List<Range> Lines(bool isWhole)
    {
        var lines = new List<Range>();
        var at = _head.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        while (at < _head.Length && lines.Count < MostRows + 2)
        {
            var length = _head.AsSpan(at).IndexOf((byte)'\n');
            if (length < 0 && !isWhole)
            {
                IsWhole = false;
                break;
            }

            var end = length < 0 ? _head.Length : at + length;
            var trimmed = end > at && _head[end - 1] == '\r' ? end - 1 : end;
            if (trimmed > at && _head[at] is (byte)'%' or (byte)'#' && lines.Count == 0)
                Remarks.Add(Encoding.GetString(_head.AsSpan(at..trimmed)).TrimStart('%', '#').Trim());
            else if (trimmed > at && _head[at] is not ((byte)'%' or (byte)'#')) lines.Add(at..trimmed);
            at = end + 1;
        }

        if (at < _head.Length) IsWhole = false;
        return lines;
    }

    private bool FindRows(List<Range> lines)
    {
        var below = lines.Skip(1).ToList();
        if (Choose(below) is not { } dialect) return false;
        Dialect = dialect;
        ColumnCount = dialect.Count(_head.AsSpan(below[0]));
        Contents = Look(below);
        TakeTitle(_head.AsSpan(lines[0]));
        _rows.AddRange(Header.Length > 0 || Title.Length > 0 ? below : lines);
        if (_rows.Count > below.Count) Contents = Look(_rows);
        DataOffset = _rows[0].Start.Value;
        if (Header.Length == 0 && Title.Length == 0 && Remarks.Count > 0) TakeRemark(Remarks[^1]);
        return true;
    }

    /// <summary>The dialect in which every row has the same number of cells, more than one; else one cell of a number a row.</summary>
    private DelimitedDialect? Choose(List<Range> rows)
    {
        foreach (var dialect in Dialects)
        {
            var count = dialect.Count(_head.AsSpan(rows[0]));
            if (count > 1 && rows.All(r => dialect.Count(_head.AsSpan(r)) == count)) return WithDecimalSymbol(dialect, rows);
        }

        var single = WithDecimalSymbol(new((byte)';', (byte)'.'), rows);
        return rows.All(r => IsNumber(_head.AsSpan(r).Trim(" \t"u8), single.DecimalSymbol)) ? single : null;
    }

    private DelimitedDialect WithDecimalSymbol(DelimitedDialect dialect, List<Range> rows)
    {
        if (dialect.Delimiter == ',') return dialect;
        var (points, commas) = (0, 0);
        foreach (var row in rows)
        {
            var rest = (ReadOnlySpan<byte>)_head.AsSpan(row);
            bool hasMore;
            do
            {
                var cell = dialect.Take(ref rest, out hasMore);
                if (IsNumber(cell, (byte)'.')) points += cell.Contains((byte)'.') ? 1 : 0;
                else if (IsNumber(cell, (byte)',')) commas++;
            }
            while (hasMore);
        }

        return commas > 0 && points == 0 ? dialect with { DecimalSymbol = (byte)',' } : dialect;
    }

    private DelimitedContent[] Look(List<Range> rows)
    {
        var contents = new DelimitedContent[ColumnCount];
        for (var c = 0; c < contents.Length; c++) contents[c] = new();
        foreach (var row in rows)
        {
            var rest = (ReadOnlySpan<byte>)_head.AsSpan(row);
            for (var c = 0; c < contents.Length; c++)
            {
                var cell = Dialect.Take(ref rest, out _);
                var at = 0;
                if (DelimitedNumber.IsMissing(cell)) contents[c].MissingCount++;
                else if (DelimitedNumber.TryRead(cell, ref at, Dialect.DecimalSymbol, out var number) && at == cell.Length)
                    contents[c].Add(number);
                else contents[c].Add(Encoding.GetString(cell));
            }
        }

        return contents;
    }

    /// <summary>The first line names the columns when it has words above columns of numbers.</summary>
    private void TakeTitle(ReadOnlySpan<byte> line)
    {
        if (Dialect.Count(line) != ColumnCount)
        {
            Title = Encoding.GetString(line).Trim();
            return;
        }

        var cells = Cells(line);
        var isName = cells.Where((c, i) => Contents[i].TextCount == 0 && c.Length > 0
            && !IsNumber(Encoding.UTF8.GetBytes(c), Dialect.DecimalSymbol)
            && !DelimitedNumber.IsMissing(Encoding.UTF8.GetBytes(c)));
        if (isName.Any() || Contents.All(c => c.NumberCount == 0)) Header = cells;
    }

    /// <summary>The last remark names the columns when it has as many words.</summary>
    private void TakeRemark(string remark)
    {
        var bytes = Encoding.UTF8.GetBytes(remark);
        if (ColumnCount < 2 || remark.Contains('=', StringComparison.Ordinal) || Dialect.Count(bytes) != ColumnCount) return;
        var cells = Cells(bytes);
        if (cells.All(c => c.Length > 0 && !IsNumber(Encoding.UTF8.GetBytes(c), Dialect.DecimalSymbol))) Header = cells;
    }

    private bool IsPlausible()
    {
        if (_rows.Count < FewestRows && !(IsWhole && _rows.Count > 0)) return false;
        // Without a number a table is known only by the names of its columns, and only to say what it is.
        if (Contents.All(c => c.NumberCount == 0)) return DelimitedSuspicion.OfNames(Header) is not null;
        var first = _head.AsSpan(_head.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0).TrimStart(" \r\n\t"u8);
        if (first[0] is (byte)'{' or (byte)'<' or (byte)'|') return false;
        // A list of numbers in JSON also has a number a line.
        if (first[0] == '[' && first.IndexOfAny((byte)']', (byte)'\n') is var end && (end < 0 || first[end] == '\n')) return false;
        // Words that happen to come in lines of equal length are prose.
        return !Dialect.IsBlank || Contents.Count(c => c.TextCount == 0) * 2 > ColumnCount;
    }

    private string[] Cells(ReadOnlySpan<byte> line)
    {
        var cells = new string[ColumnCount];
        for (var c = 0; c < cells.Length; c++)
            cells[c] = Encoding.GetString(Dialect.Take(ref line, out _)).Replace("\"\"", "\"", StringComparison.Ordinal).Trim();
        return cells;
    }

    private static bool IsNumber(ReadOnlySpan<byte> cell, byte decimalSymbol)
    {
        var at = 0;
        return !cell.IsEmpty && DelimitedNumber.TryRead(cell, ref at, decimalSymbol, out _) && at == cell.Length;
    }
}
