using System.Globalization;
using Pons.Certification;
using Pons.Cli.Documents.CertificationReport;

namespace Pons.Cli.Documents.Plots;

/// <summary>One row a measurement on a logarithmic axis of milliseconds: median, p99, p99.9 and the longest time, in figures too.</summary>
internal static class LatencyPlot
{
    private const double Width = 940, Left = 210, Right = 250, RowHeight = 26, Top = 34, Bottom = 40, Smallest = 0.0001;
    private static readonly double[] Columns = [182, 122, 62, 0];

    /// <summary>Draws times.</summary>
    /// <param name="rows">Measurements with times; at least one.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(IReadOnlyList<MeasurementResult> rows, string namedBy)
    {
        var end = Top + rows.Count * RowHeight;
        var scale = Scale(rows);
        var svg = new Svg(Width, end + Bottom);
        for (var power = (int)scale.First; power <= scale.Last; power++)
        {
            svg.Line(scale.At(power), Top - 4, scale.At(power), end, "grid");
            svg.Text(scale.At(power), end + 16, Math.Pow(10, power).ToString("0.####", CultureInfo.InvariantCulture), "middle", "soft figures", 11);
        }

        svg.Line(scale.FirstAt, end, scale.LastAt, end, "axis");
        svg.Text((scale.FirstAt + scale.LastAt) / 2, end + 34, ("milliseconds", "毫秒"), "middle", "soft", 11.5);
        Headings(svg);
        foreach (var (i, row) in rows.Index()) Draw(svg, row, scale, Top + (i + 0.5) * RowHeight);
        return svg.ToElement(namedBy);
    }

    private static void Headings(Svg svg)
    {
        foreach (var (column, words) in Columns.Zip([("p50", "p50"), ("p99", "p99"), ("p99.9", "p99.9"), ("longest", "最长")]))
            svg.Text(Width - column, Top - 14, words, "end", "soft", 11);
    }

    private static void Draw(Svg svg, MeasurementResult row, LinearScale scale, double y)
    {
        var times = row.Times!;
        svg.Text(Left - 14, y + 4, CertificationWords.Name(row.Name), "end", "ink", 12.5);
        double At(double milliseconds) => scale.At(Math.Log10(Math.Max(Smallest, milliseconds)));
        double?[] values = [times.At(0.5), times.At(0.99), times.At(0.999), times.Max];
        svg.Line(At(times.At(0.5) ?? times.Min), y, At(times.Max), y, "thin d0");
        if (values[0] is { } median) svg.Circle(At(median), y, 5, "mark d0");
        if (values[1] is { } p99) svg.Mark(At(p99), y, 4.5, 1, "mark d0");
        if (values[2] is { } p999) svg.Mark(At(p999), y, 4.5, 2, "mark d1");
        svg.Line(At(times.Max), y - 6, At(times.Max), y + 6, "interval d1");
        foreach (var (column, value) in Columns.Zip(values))
            svg.Text(Width - column, y + 4, value is { } v ? CertificationWords.Number(v) : "–", "end", "ink figures", 12.5);
    }

    private static LinearScale Scale(IReadOnlyList<MeasurementResult> rows)
    {
        var lowest = rows.Min(r => Math.Max(Smallest, r.Times!.At(0.5) ?? r.Times!.Min));
        var highest = Math.Max(rows.Max(r => r.Times!.Max), 10 * lowest);
        return new(Math.Floor(Math.Log10(lowest)), Math.Ceiling(Math.Log10(highest)), Left, Width - Right);
    }
}
