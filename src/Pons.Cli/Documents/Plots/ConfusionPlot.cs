using System.Globalization;
using Pons.Evaluation;

namespace Pons.Cli.Documents.Plots;

/// <summary>What was decided (columns) for what was asked for (rows): counts, shaded by their share of the row.</summary>
internal static class ConfusionPlot
{
    private const double Largest = 52, Smallest = 30, Top = 66, LongestName = 96;

    private static readonly (string En, string Zh) AskedFor = ("asked for", "真实");

    /// <summary>Draws one matrix.</summary>
    /// <param name="series">The decoder.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="matrix">Counts.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(Series series, IReadOnlyList<string> classes, ConfusionMatrix matrix, string namedBy)
    {
        var cell = Math.Clamp(180.0 / classes.Count, Smallest, Largest);
        var left = 14 + Math.Min(LongestName, classes.Select(c => TextWidth.Of(c, Svg.Size)).Append(TextWidth.Of(AskedFor.En, 11)).Max());
        var width = Math.Max(left + classes.Count * cell + 4, TextWidth.Of(series.Name, 13) + 24);
        var svg = new Svg(width, Top + classes.Count * cell + 6);
        series.Mark(svg, 6, 10, 5);
        svg.Text(18, 14.5, series.Name, kind: "ink strong", size: 13);
        svg.Text(left, 36, ("decided", "判决"), kind: "soft", size: 11);
        svg.Text(left - 10, 36, AskedFor, "end", "soft", 11);
        for (var truth = 0; truth < classes.Count; truth++)
        {
            svg.Text(left - 10, Top + (truth + 0.5) * cell + 4, TextWidth.Within(classes[truth], Svg.Size, LongestName), "end");
            svg.Text(left + (truth + 0.5) * cell, Top - 9, TextWidth.Within(classes[truth], Svg.Size, cell), "middle");
            Draw(svg, matrix, truth, left, cell, series.Colour);
        }

        return svg.ToElement(namedBy);
    }

    private static void Draw(Svg svg, ConfusionMatrix matrix, int truth, double left, double cell, string colour)
    {
        var all = Enumerable.Range(0, matrix.ClassCount).Sum(d => matrix[truth, d]);
        for (var decided = 0; decided < matrix.ClassCount; decided++)
        {
            var (x, y) = (left + decided * cell, Top + truth * cell);
            var share = all == 0 ? 0 : (double)matrix[truth, decided] / all;
            svg.Box(x + 1, y + 1, cell - 2, cell - 2, "cell ground");
            svg.Box(x + 1, y + 1, cell - 2, cell - 2, $"cell {colour}", 0.06 + 0.5 * share);
            svg.Text(x + cell / 2, y + cell / 2 + (cell < 40 ? 4 : -1), matrix[truth, decided].ToString(CultureInfo.InvariantCulture), "middle", "ink figures", 13);
            if (cell >= 40) svg.Text(x + cell / 2, y + cell / 2 + 14, share.ToString("P0", CultureInfo.InvariantCulture), "middle", "soft figures", 10.5);
        }
    }
}
