using System.Globalization;
using System.Text;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>Writes headings, paragraphs, tables and numbered figures in both languages.</summary>
internal sealed class ReportWriter
{
    private readonly StringBuilder _html = new();
    private int _figures, _tables;

    /// <summary>Everything so far.</summary>
    public override string ToString() => _html.ToString();

    /// <summary>HTML as it is.</summary>
    public void Raw(string html) => _html.Append(html);

    /// <summary>Starts a section.</summary>
    public void Heading(string en, string zh) => _html.Append($"<h2>{Both(en, zh)}</h2>\n");

    /// <summary>A paragraph of plain text.</summary>
    public void Paragraph(string en, string zh, string kind = "") => _html.Append($"<p{Kind(kind)}>{Both(en, zh)}</p>\n");

    /// <summary>A table with its number and caption; the first column names the row.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">Headings; those of numbers stand right.</param>
    /// <param name="rows">Cells as HTML.</param>
    public void Table((string En, string Zh) caption, IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        _tables++;
        _html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"table-{_tables}\"><table>")
            .Append(CultureInfo.InvariantCulture, $"<caption id=\"table-{_tables}\">{Label("Table", "表", _tables)}{Both(caption)}</caption><thead><tr>");
        foreach (var column in columns) _html.Append($"<th scope=\"col\"{Kind(column.Class)}>{Both(column.En, column.Zh)}</th>");
        _html.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            _html.Append("<tr>");
            foreach (var (column, (i, cell)) in columns.Zip(row.Index()))
                _html.Append(i == 0 ? $"<th scope=\"row\">{cell}</th>" : $"<td{Kind(column.Class)}>{cell}</td>");
            _html.Append("</tr>\n");
        }

        _html.Append("</tbody></table></div>\n");
    }

    /// <summary>A figure with its number and caption, which also names it for a screen reader.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="draw">Draws, given the identifier of the caption; several drawings stand side by side.</param>
    public void Figure((string En, string Zh) caption, params IEnumerable<Func<string, string>> draw)
    {
        _figures++;
        var name = FormattableString.Invariant($"figure-{_figures}");
        _html.Append("<figure><div class=\"plots\">");
        foreach (var one in draw) _html.Append(one(name));
        _html.Append($"</div><figcaption id=\"{name}\">{Label("Figure", "图", _figures)}{Both(caption)}</figcaption></figure>\n");
    }

    private static string Label(string en, string zh, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"<b>{Both($"{en} {number}. ", $"{zh} {number}　")}</b>");

    private static string Kind(string kind) => kind.Length > 0 ? $" class=\"{kind}\"" : "";

    /// <summary>Heading of a column.</summary>
    /// <param name="En">English.</param>
    /// <param name="Zh">Chinese.</param>
    /// <param name="Class">Class of its cells: <c>n</c> for numbers.</param>
    internal sealed record Column(string En, string Zh, string Class = "");
}
