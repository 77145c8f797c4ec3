using System.Globalization;

namespace Pons.Formats.Bids.Validation;

/// <summary>The current row of a table that is being checked; valid until the next one.</summary>
internal sealed class TableRow(BidsTableReader reader, IReadOnlyList<string> columns)
{
    public IReadOnlyList<string> Columns => columns;

    public int Line => reader.LineNumber;

    /// <summary>Index of a column; −1 when there is none.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < columns.Count; i++)
            if (columns[i] == column) return i;
        return -1;
    }

    /// <summary>Text of a cell; <see langword="null"/> when it is missing or n/a, however that is spelt.</summary>
    public string? this[int column]
    {
        get
        {
            if (column < 0 || column >= reader.CellCount || reader.Utf8(column).IsEmpty || reader.Utf8(column).SequenceEqual("n/a"u8)) return null;
            var text = reader.Text(column);
            return TableCheck.MisspeltNa.Contains(text) ? null : text;
        }
    }

    /// <summary>Number in a cell; <see langword="null"/> when there is none.</summary>
    public double? Number(int column) =>
        column >= 0 && column < reader.CellCount && double.TryParse(reader.Utf8(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value) ? value : null;
}
