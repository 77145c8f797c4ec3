using System.Globalization;
using Pons.Evaluation;

namespace Pons.Cli.Documents.Plots;

/// <summary>For every threshold the share of one class that is found against the share of the other that is taken for it.</summary>
internal static class RocPlot
{
    private const double Width = 940, Height = 440, Left = 44, Side = 350, Top = 30, Legend = 440;

    /// <summary>One curve.</summary>
    /// <param name="Series">The decoder.</param>
    /// <param name="Points">Its curve.</param>
    /// <param name="Area">Mean area over people with its interval.</param>
    public sealed record Row(Series Series, IReadOnlyList<RocPoint> Points, Estimate Area);

    /// <summary>Draws curves.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="positive">Name of the class that is found.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(IReadOnlyList<Row> rows, string positive, string namedBy)
    {
        var (x, y) = (new LinearScale(0, 1, Left, Left + Side), new LinearScale(0, 1, Top + Side, Top));
        var svg = new Svg(Width, Math.Max(Height, Top + 60 + 26 * rows.Count));
        var shown = TextWidth.Within(positive, 11, 150);
        UnitSquare.Draw(svg, x, y, ($"others taken for “{shown}”, %", $"其他类误判为“{shown}”，%"), ($"“{shown}” found, %", $"“{shown}”检出率，%"));
        svg.Line(x.At(0), y.At(0), x.At(1), y.At(1), "chance");
        foreach (var row in rows) svg.Path(row.Points.Select(p => (x.At(p.FalsePositiveRate), y.At(p.TruePositiveRate))), $"curve {row.Series.Colour}");
        svg.Text(Legend + 330, Top + 24, ("mean area [95 % interval]", "平均面积 [95% 区间]"), "end", "soft", 11);
        foreach (var (i, row) in rows.Index())
        {
            var at = Top + 52 + 26 * i;
            row.Series.Mark(svg, Legend + 6, at - 4, 5);
            svg.Text(Legend + 20, at, TextWidth.Within(row.Series.Name, 13, 190), size: 13);
            svg.Text(Legend + 330, at, Area(row.Area), "end", "ink figures", 13);
        }

        return svg.ToElement(namedBy);
    }

    /// <summary>An area with its interval.</summary>
    public static string Area(Estimate area) => string.Create(CultureInfo.InvariantCulture, $"{area.Value:0.00} [{area.Low:0.00}, {area.High:0.00}]");
}
