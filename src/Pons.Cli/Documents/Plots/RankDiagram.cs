using System.Globalization;
using Pons.Evaluation;

namespace Pons.Cli.Documents.Plots;

/// <summary>
/// The critical-difference diagram: decoders hang at their average ranks, the best at the left; a bar joins those that no pairwise test
/// tells apart, with a dot at each of its members.
/// </summary>
internal static class RankDiagram
{
    private const double Width = 940, Axis = 84, BarStep = 15, NameStep = 25, Longest = 180;

    /// <summary>Draws average ranks.</summary>
    /// <param name="ranked">The decoders by rank.</param>
    /// <param name="series">Colour and shape of each, by name.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(RankComparison ranked, IReadOnlyDictionary<string, Series> series, string namedBy)
    {
        var count = ranked.Names.Length;
        var scale = new LinearScale(1, count, Longest + 40, Width - Longest - 40);
        var names = Axis + 24 + BarStep * ranked.Groups.Length;
        var svg = new Svg(Width, names + NameStep * ((count + 1) / 2) + 4);
        DrawAxis(svg, scale);
        DrawRuler(svg, scale, ranked.CriticalDifference);
        foreach (var (g, group) in ranked.Groups.Index())
        {
            var y = Axis + 16 + g * BarStep;
            svg.Line(scale.At(ranked.AverageRanks[group[0]]) - 5, y, scale.At(ranked.AverageRanks[group[^1]]) + 5, y, "group");
            foreach (var member in group) svg.Circle(scale.At(ranked.AverageRanks[member]), y, 4, "mark ink");
        }

        for (var i = 0; i < count; i++) Hang(svg, ranked, series[ranked.Names[i]], i, scale, names);
        return svg.ToElement(namedBy);
    }

    private static void DrawAxis(Svg svg, LinearScale scale)
    {
        svg.Line(scale.FirstAt, Axis, scale.LastAt, Axis, "axis");
        foreach (var tick in scale.Ticks(10).Where(t => t == Math.Round(t)))
        {
            svg.Line(scale.At(tick), Axis - 6, scale.At(tick), Axis, "axis");
            svg.Text(scale.At(tick), Axis - 11, tick.ToString("0", CultureInfo.InvariantCulture), "middle", "soft figures", 11);
        }

        svg.Text(scale.FirstAt - 14, Axis - 2, ("better", "更优"), "end", "soft", 11);
        svg.Text(scale.LastAt + 14, Axis - 2, ("worse", "更差"), "start", "soft", 11);
        svg.Text(scale.LastAt, Axis - 34, ("average rank", "平均秩"), "end", "soft", 11.5);
    }

    /// <summary>The critical difference as a length; longer than the axis it says that no ranks are so far apart.</summary>
    private static void DrawRuler(Svg svg, LinearScale scale, double difference)
    {
        var (from, to) = (scale.FirstAt, scale.At(1 + difference));
        svg.Line(from, Axis - 50, to, Axis - 50, "axis");
        svg.Line(from, Axis - 55, from, Axis - 45, "axis");
        if (1 + difference <= scale.Last) svg.Line(to, Axis - 55, to, Axis - 45, "axis");
        var text = difference.ToString("0.00", CultureInfo.InvariantCulture);
        svg.Text(from, Axis - 62, ($"Nemenyi's critical difference {text}", $"Nemenyi 临界差 {text}"), kind: "soft", size: 11.5);
    }

    private static void Hang(Svg svg, RankComparison ranked, Series series, int place, LinearScale scale, double names)
    {
        var count = ranked.Names.Length;
        var isLeft = place < (count + 1) / 2;
        var y = names + NameStep * (isLeft ? place : count - 1 - place) + 10;
        var (x, edge) = (scale.At(ranked.AverageRanks[place]), isLeft ? scale.FirstAt - 30 : scale.LastAt + 30);
        svg.Path([(x, Axis), (x, y), (edge, y)], $"hang {series.Colour}");
        series.Mark(svg, x, Axis, 5);
        var (name, rank) = (TextWidth.Within(series.Name, 13, Longest - 40), ranked.AverageRanks[place].ToString("0.00", CultureInfo.InvariantCulture));
        svg.Text(isLeft ? edge - 8 : edge + 8, y + 4, isLeft ? $"{name}\u2002{rank}" : $"{rank}\u2002{name}", isLeft ? "end" : "start", "ink", 13);
    }
}
