using System.Globalization;
using Pons.Evaluation;

namespace Pons.Cli.Documents.Plots;

/// <summary>One row a pair: everybody's difference as a dot, the mean with its 95 % interval, effect size and p beside it.</summary>
internal static class DifferencePlot
{
    private const double Width = 940, Right = 250, RowHeight = 32, Top = 28, Bottom = 42, LongestName = 260;

    /// <summary>One row.</summary>
    /// <param name="Name">The pair in words.</param>
    /// <param name="Comparison">Its comparison.</param>
    /// <param name="Differences">Everybody's first minus second, as shares; empty where they are not known.</param>
    public sealed record Row(string Name, PairedComparison Comparison, IReadOnlyList<double> Differences);

    /// <summary>Draws differences in percentage points.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(IReadOnlyList<Row> rows, string namedBy)
    {
        var left = 16 + Math.Min(LongestName, rows.Max(r => TextWidth.Of(r.Name, Svg.Size)));
        var end = Top + rows.Count * RowHeight;
        var scale = LinearScale.Around(
            rows.SelectMany(r => r.Differences.Concat([r.Comparison.Difference.Low, r.Comparison.Difference.High])).Append(0).Select(d => 100 * d),
            left, Width - Right, 6);
        var svg = new Svg(Width, end + Bottom);
        foreach (var tick in scale.Ticks(6))
        {
            svg.Line(scale.At(tick), Top - 6, scale.At(tick), end, tick == 0 ? "chance" : "grid");
            svg.Text(scale.At(tick), end + 16, tick.ToString("+0.##;−0.##;0", CultureInfo.InvariantCulture), "middle", "soft figures", 11);
        }

        svg.Text((left + Width - Right) / 2, end + 34, ("difference, percentage points", "差值，百分点"), "middle", "soft", 11.5);
        foreach (var (x, words) in Columns) svg.Text(x, Top - 12, words, "end", "soft", 11);
        foreach (var (i, row) in rows.Index()) Draw(svg, row, scale, left, Top + (i + 0.5) * RowHeight);
        return svg.ToElement(namedBy);
    }

    private static readonly (double X, (string, string) Words)[] Columns =
        [(Width - 124, ("mean [95 % interval]", "均值 [95% 区间]")), (Width - 76, ("d", "d")), (Width, ("p (Holm)", "p（Holm）"))];

    private static void Draw(Svg svg, Row row, LinearScale scale, double left, double y)
    {
        var c = row.Comparison;
        svg.Text(left - 10, y + 4, TextWidth.Within(row.Name, Svg.Size, LongestName), "end");
        foreach (var difference in row.Differences) svg.Circle(scale.At(100 * difference), y + 7, 3, "person ink");
        svg.Line(scale.At(100 * c.Difference.Low), y - 3, scale.At(100 * c.Difference.High), y - 3, "interval ink");
        svg.Circle(scale.At(100 * c.Difference.Value), y - 3, 5, "mark ink");
        svg.Text(Columns[0].X, y + 4, Points(c.Difference), "end", "ink figures");
        svg.Text(Columns[1].X, y + 4, c.EffectSize.ToString("0.00;−0.00;0.00", CultureInfo.InvariantCulture), "end", "ink figures");
        svg.Text(Columns[2].X, y + 4, Probability(c.AdjustedPValue), "end", c.AdjustedPValue <= 0.05 ? "ink strong figures" : "ink figures");
    }

    /// <summary>A difference of shares with its interval, in percentage points.</summary>
    public static string Points(Estimate d) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * d.Value:+0.0;−0.0;0.0} [{100 * d.Low:0.0;−0.0;0.0}, {100 * d.High:0.0;−0.0;0.0}]");

    /// <summary>A probability to three digits behind the point.</summary>
    public static string Probability(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);
}
