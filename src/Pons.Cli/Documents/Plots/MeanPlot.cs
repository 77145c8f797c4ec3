using Pons.Evaluation;

namespace Pons.Cli.Documents.Plots;

/// <summary>One row a decoder: everybody's score as a dot, the mean with its 95 % interval, and what guessing reaches.</summary>
internal static class MeanPlot
{
    private const double Width = 940, Right = 176, RowHeight = 54, Top = 34, Bottom = 42, Dot = 4;

    /// <summary>One row.</summary>
    /// <param name="Series">The decoder.</param>
    /// <param name="Mean">Mean over people with its interval.</param>
    /// <param name="People">Everybody's score.</param>
    public sealed record Row(Series Series, Estimate Mean, IReadOnlyList<double> People);

    /// <summary>Draws shares in per cent.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="chance">Share that guessing reaches on average.</param>
    /// <param name="limit">Share up to which a single person may come by guessing.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(IReadOnlyList<Row> rows, double chance, double limit, string namedBy)
    {
        var left = 20 + Math.Min(230, rows.Max(r => TextWidth.Of(r.Series.Name, 13)) + 20);
        var end = Top + rows.Count * RowHeight;
        var scale = ShareAxis.Scale(rows.SelectMany(r => r.People.Append(r.Mean.Low)).Append(chance), left, Width - Right);
        var svg = new Svg(Width, end + Bottom);
        svg.Box(scale.At(chance), Top - 8, scale.At(limit) - scale.At(chance), end - Top + 8, "guess");
        ShareAxis.Draw(svg, scale, Top - 8, end, ("accuracy, %", "准确率，%"));
        svg.Line(scale.At(chance), Top - 8, scale.At(chance), end, "chance");
        svg.Text(scale.At(chance), Top - 15, ("guessing", "随机水平"), "middle", "soft", 11);
        svg.Text(Width, Top - 15, ("mean [95 % interval]", "均值 [95% 区间]"), "end", "soft", 11);
        foreach (var (i, row) in rows.Index()) Draw(svg, row, scale, left, Top + (i + 0.5) * RowHeight);
        return svg.ToElement(namedBy);
    }

    private static void Draw(Svg svg, Row row, LinearScale scale, double left, double y)
    {
        svg.Text(left - 20, y - 5, TextWidth.Within(row.Series.Name, 13, left - 22), "end", "ink strong", 13);
        foreach (var (x, dy) in Swarm([.. row.People.Select(scale.At)])) svg.Circle(x, y + 9 + dy, Dot, $"person {row.Series.Colour}");
        svg.Line(scale.At(row.Mean.Low), y - 10, scale.At(row.Mean.High), y - 10, $"interval {row.Series.Colour}");
        row.Series.Mark(svg, scale.At(row.Mean.Value), y - 10, 6.5);
        svg.Text(Width, y - 5, ShareAxis.Percent(row.Mean), "end", "ink figures", 13);
    }

    /// <summary>Dots that would cover each other move up or down by turns, within the row.</summary>
    private static List<(double X, double Dy)> Swarm(double[] xs)
    {
        double[] shifts = [0, 7, -7, 13];
        var placed = new List<(double X, double Dy)>();
        foreach (var x in xs.Order())
        {
            var free = shifts.FirstOrDefault(s => !placed.Exists(p => Math.Abs(p.X - x) < 7 && Math.Abs(p.Dy - s) < 6.5), 0);
            placed.Add((x, free));
        }

        return placed;
    }
}
