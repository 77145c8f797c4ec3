using System.Globalization;

namespace Pons.Cli.Documents.Plots;

/// <summary>Share of right letters against repetitions.</summary>
internal static class LetterPlot
{
    private const double Width = 940, Left = 56, Right = 920, Below = 260;

    /// <summary>One decoder.</summary>
    /// <param name="Series">The decoder.</param>
    /// <param name="Shares">Share of right letters after 1, 2, … repetitions.</param>
    /// <param name="StoppedRepetitions">Repetitions with dynamic stopping, in the mean.</param>
    /// <param name="StoppedShare">Share of right letters with it.</param>
    public sealed record Row(Series Series, IReadOnlyList<double> Shares, double StoppedRepetitions, double StoppedShare);

    /// <summary>Draws all decoders.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(IReadOnlyList<Row> rows, string namedBy)
    {
        var series = rows.Select(r => r.Series).ToList();
        var top = Series.LegendHeight(series, Right - Left) + 24;
        var most = rows.Max(r => r.Shares.Count);
        var (x, y) = (new LinearScale(0, most, Left, Right), new LinearScale(0, 1, top + Below, top));
        var svg = new Svg(Width, top + Below + 46);
        Series.Legend(svg, series, Left, 0, Right - Left);
        foreach (var tick in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            svg.Line(Left, y.At(tick), Right, y.At(tick), "grid");
            svg.Text(Left - 8, y.At(tick) + 4, (100 * tick).ToString("0", CultureInfo.InvariantCulture), "end", "soft figures", 11);
        }

        for (var n = 1; n <= most; n++) svg.Text(x.At(n), y.At(0) + 16, n.ToString(CultureInfo.InvariantCulture), "middle", "soft figures", 11);
        svg.Line(Left, y.At(0), Right, y.At(0), "axis");
        svg.Text((Left + Right) / 2, y.At(0) + 36, ("repetitions", "重复次数"), "middle", "soft", 11.5);
        svg.Text(Left, top - 10, ("letters right, %", "正确字母，%"), "start", "soft", 11);
        foreach (var row in rows) Draw(svg, row, x, y);
        return svg.ToElement(namedBy);
    }

    private static void Draw(Svg svg, Row row, LinearScale x, LinearScale y)
    {
        svg.Path(row.Shares.Select((s, i) => (x.At(i + 1), y.At(s))), $"curve {row.Series.Colour}");
        foreach (var (i, share) in row.Shares.Index()) row.Series.Mark(svg, x.At(i + 1), y.At(share), 4);
        svg.Mark(x.At(row.StoppedRepetitions), y.At(row.StoppedShare), 7, 5, $"mark {row.Series.Colour}");
    }
}
