using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Pons.Formats.Bids;

/// <summary>
/// A tab-separated file of BIDS in memory: named columns and rows of text. For tables of the size of participants, channels or events;
/// what is long is read by <see cref="BidsTableReader"/>. One thread at a time.
/// </summary>
public sealed class BidsTable
{
    /// <summary>What stands in a cell whose value is missing or does not apply.</summary>
    public const string NotAvailable = "n/a";

    private readonly List<string[]> _rows = [];

    /// <summary>An empty table.</summary>
    /// <param name="columns">Names of the columns, all different, at least one.</param>
    /// <exception cref="ArgumentException">No column, two of one name, or a name with a tab or line break.</exception>
    public BidsTable(params ImmutableArray<string> columns)
    {
        if (columns.IsDefaultOrEmpty) throw new ArgumentException("A table has at least one column.", nameof(columns));
        foreach (var column in columns) ThrowIfBroken(column, nameof(columns));
        if (columns.Distinct(StringComparer.Ordinal).Count() < columns.Length)
            throw new ArgumentException("Two columns have the same name.", nameof(columns));
        Columns = columns;
    }

    /// <summary>Names of the columns in order.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>Number of rows, the header not counted.</summary>
    public int RowCount => _rows.Count;

    /// <summary>What had to be mended to read the table, each a sentence; empty for a faultless file.</summary>
    public ImmutableArray<string> Warnings { get; private init; } = [];

    /// <summary>The text of a cell; setting an empty text writes <see cref="NotAvailable"/>.</summary>
    /// <param name="row">Index of the row, from 0.</param>
    /// <param name="column">Index of the column, from 0.</param>
    /// <exception cref="ArgumentException">The new text holds a tab or line break.</exception>
    [SuppressMessage("Design", "CA1065", Justification = "The text of a cell is an argument.")]
    public string this[int row, int column]
    {
        get => _rows[row][column];
        set => _rows[row][column] = Cell(value);
    }

    /// <summary>The text of a cell; <see langword="null"/> when there is no such column.</summary>
    /// <param name="row">Index of the row, from 0.</param>
    /// <param name="column">Name of the column.</param>
    public string? this[int row, string column] => Columns.IndexOf(column) is >= 0 and var index ? _rows[row][index] : null;

    /// <summary>Adds a row.</summary>
    /// <param name="cells">One text for each column; an empty one becomes <see cref="NotAvailable"/>.</param>
    /// <exception cref="ArgumentException">Another number of cells than columns, or a text with a tab or line break.</exception>
    public void Add(params ReadOnlySpan<string> cells)
    {
        if (cells.Length != Columns.Length)
            throw new ArgumentException($"{cells.Length} cells do not fit {Columns.Length} columns.", nameof(cells));
        var row = new string[cells.Length];
        for (var i = 0; i < row.Length; i++) row[i] = Cell(cells[i]);
        _rows.Add(row);
    }

    /// <summary>A number as it stands in a cell: shortest text that gives it back, point for the decimals; not a number is n/a.</summary>
    /// <param name="value">Any number.</param>
    public static string Format(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : NotAvailable;

    /// <summary>Reads a table.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RecordingFormatException">The file is no table of BIDS.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BidsTable Read(string path) => Read(File.OpenRead(path), Path.GetFileName(path));

    /// <summary>Reads a table; a byte-order mark, CR LF and empty last lines are mended and told.</summary>
    /// <param name="stream">The file from its first byte; closed at the end.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <exception cref="RecordingFormatException">The file is no table of BIDS.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BidsTable Read(Stream stream, string name)
    {
        using var reader = new BidsTableReader(stream);
        if (!reader.Read()) throw RecordingFormat.Empty(name);
        var columns = TextsOf(reader, name);
        if (columns.Length != columns.Distinct(StringComparer.Ordinal).Count())
            throw new RecordingFormatException(name, 0, "Two columns have the same name.", "Which one is meant cannot be known.", "Rename one.");
        var (hasReturns, blankLines) = (reader.HasCarriageReturn, 0);
        var rows = new List<string[]>();
        while (reader.Read())
        {
            hasReturns |= reader.HasCarriageReturn;
            if (reader.CellCount == 1 && reader.Utf8(0).IsEmpty && columns.Length > 1) blankLines++;
            else rows.Add(RowOf(reader, name, columns.Length));
        }

        var table = new BidsTable([.. columns]) { Warnings = [.. Mended(reader.HasByteOrderMark, hasReturns, blankLines)] };
        table._rows.AddRange(rows);
        return table;
    }

    /// <summary>Writes the table: UTF-8 without byte-order mark, lines that end in LF.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 14, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join('\t', Columns));
        foreach (var row in _rows) writer.WriteLine(string.Join('\t', row));
    }

    private static string[] RowOf(BidsTableReader reader, string name, int columnCount)
    {
        if (reader.CellCount == columnCount) return TextsOf(reader, name);
        throw new RecordingFormatException(
            name, reader.ByteOffset, $"Line {reader.LineNumber} has {reader.CellCount} cells; the header has {columnCount}.",
            "Which value belongs to which column cannot be known.", $"Correct the line; a missing value is written {NotAvailable}.");
    }

    private static string[] TextsOf(BidsTableReader reader, string name)
    {
        if (reader.IsCut || !reader.IsUtf8)
        {
            throw new RecordingFormatException(
                name, reader.ByteOffset,
                reader.IsCut ? $"Line {reader.LineNumber} is longer than {BidsTableReader.LongestRow} bytes." : $"Line {reader.LineNumber} is not UTF-8.",
                "It is not a table of text.", "Export the table again, as tab-separated UTF-8.");
        }

        var texts = new string[reader.CellCount];
        for (var i = 0; i < texts.Length; i++) texts[i] = reader.Text(i);
        return texts;
    }

    private static IEnumerable<string> Mended(bool hasMark, bool hasReturns, int blankLines)
    {
        if (hasMark) yield return "A byte-order mark before the first column was left out.";
        if (hasReturns) yield return "Lines end in CR LF; read as LF.";
        if (blankLines > 0) yield return $"{blankLines} empty lines were left out.";
    }

    private static string Cell(string text)
    {
        ThrowIfBroken(text, nameof(text));
        return text.Length == 0 ? NotAvailable : text;
    }

    private static void ThrowIfBroken(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (text.AsSpan().IndexOfAny('\t', '\n', '\r') >= 0)
            throw new ArgumentException($"'{text}' holds a tab or a line break, which would break the table.", parameter);
    }
}
