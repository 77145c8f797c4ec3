using System.Globalization;
using Pons.Evaluation;

namespace Pons.Cli.Documents.Plots;

/// <summary>One row a decoder: a score with its 95 % interval, the same for its outputs as dots, and the score in figures.</summary>
internal static class IntervalPlot
{
    private const double Width = 940, Right = 176, RowHeight = 36, Top = 30, Bottom = 42, LongestName = 230;

    /// <summary>One row.</summary>
    /// <param name="Series">The decoder.</param>
    /// <param name="Score">Its score.</param>
    /// <param name="Parts">Scores of its outputs.</param>
    public sealed record Row(Series Series, Estimate Score, IReadOnlyList<double> Parts);

    /// <summary>Draws scores as they are; a line marks 0 where the axis reaches it.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="meaning">What the axis shows.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(IReadOnlyList<Row> rows, (string En, string Zh) meaning, string namedBy)
    {
        var left = 20 + Math.Min(LongestName, rows.Max(r => TextWidth.Of(r.Series.Name, 13)) + 20);
        var end = Top + rows.Count * RowHeight;
        var scale = LinearScale.Around(rows.SelectMany(r => r.Parts.Concat([r.Score.Low, r.Score.High])), left, Width - Right, 6);
        var svg = new Svg(Width, end + Bottom);
        foreach (var tick in scale.Ticks(6))
        {
            svg.Line(scale.At(tick), Top - 6, scale.At(tick), end, tick == 0 ? "chance" : "grid");
            svg.Text(scale.At(tick), end + 16, tick.ToString("0.###;−0.###;0", CultureInfo.InvariantCulture), "middle", "soft figures", 11);
        }

        svg.Line(scale.FirstAt, end, scale.LastAt, end, "axis");
        svg.Text((scale.FirstAt + scale.LastAt) / 2, end + 34, meaning, "middle", "soft", 11.5);
        svg.Text(Width, Top - 13, ("mean [95 % interval]", "均值 [95% 区间]"), "end", "soft", 11);
        foreach (var (i, row) in rows.Index()) Draw(svg, row, scale, left, Top + (i + 0.5) * RowHeight);
        return svg.ToElement(namedBy);
    }

    /// <summary>A score with its interval, to three digits.</summary>
    public static string Figures(Estimate e) =>
        string.Create(CultureInfo.InvariantCulture, $"{e.Value:0.000;−0.000} [{e.Low:0.000;−0.000}, {e.High:0.000;−0.000}]");

    private static void Draw(Svg svg, Row row, LinearScale scale, double left, double y)
    {
        svg.Text(left - 20, y + 4, TextWidth.Within(row.Series.Name, 13, left - 22), "end", "ink strong", 13);
        foreach (var part in row.Parts) svg.Circle(scale.At(part), y + 10, 4, $"person {row.Series.Colour}");
        svg.Line(scale.At(row.Score.Low), y - 3, scale.At(row.Score.High), y - 3, $"interval {row.Series.Colour}");
        row.Series.Mark(svg, scale.At(row.Score.Value), y - 3, 6);
        svg.Text(Width, y + 4, Figures(row.Score), "end", "ink figures", 13);
    }
}
