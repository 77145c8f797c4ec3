using Pons.Evaluation;

namespace Pons.Cli.Documents.Plots;

/// <summary>One row a person: a mark with its 95 % interval for each decoder, over what guessing reaches with so many trials.</summary>
internal static class PersonPlot
{
    private const double Width = 940, Top = 12, Bottom = 42, Padding = 7, Lane = 10, LongestName = 170;

    /// <summary>One row.</summary>
    /// <param name="Name">The person.</param>
    /// <param name="Limit">Share up to which guessing may come.</param>
    /// <param name="Scores">One a series.</param>
    public sealed record Row(string Name, double Limit, IReadOnlyList<Estimate> Scores);

    /// <summary>Draws shares in per cent.</summary>
    /// <param name="series">The decoders.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="chance">Share that guessing reaches on average.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(IReadOnlyList<Series> series, IReadOnlyList<Row> rows, double chance, string namedBy)
    {
        var left = 18 + Math.Min(LongestName, rows.Max(r => TextWidth.Of(r.Name, Svg.Size)));
        var height = 2 * Padding + Lane * series.Count;
        var legend = Series.LegendHeight(series, Width - left);
        var (start, end) = (Top + legend, Top + legend + rows.Count * height);
        var scale = ShareAxis.Scale(rows.SelectMany(r => r.Scores.Select(s => s.Low)).Append(chance), left, Width - 16);
        var svg = new Svg(Width, end + Bottom);
        Series.Legend(svg, series, left, 0, Width - left);
        foreach (var (i, row) in rows.Index())
        {
            if (i % 2 == 0) svg.Box(0, start + i * height, Width, height, "stripe");
            svg.Box(scale.At(chance), start + i * height, scale.At(row.Limit) - scale.At(chance), height, "guess");
        }

        ShareAxis.Draw(svg, scale, start, end, ("accuracy, %", "准确率，%"));
        svg.Line(scale.At(chance), start, scale.At(chance), end, "chance");
        foreach (var (i, row) in rows.Index()) Draw(svg, series, row, scale, left, start + i * height, height);
        return svg.ToElement(namedBy);
    }

    private static void Draw(Svg svg, IReadOnlyList<Series> series, Row row, LinearScale scale, double left, double top, double height)
    {
        svg.Text(left - 12, top + height / 2 + 4, TextWidth.Within(row.Name, Svg.Size, LongestName), "end");
        foreach (var (one, (k, score)) in series.Zip(row.Scores.Index()))
        {
            var y = top + Padding + (k + 0.5) * Lane;
            svg.Line(scale.At(score.Low), y, scale.At(score.High), y, $"thin {one.Colour}");
            one.Mark(svg, scale.At(score.Value), y, 4);
        }
    }
}
