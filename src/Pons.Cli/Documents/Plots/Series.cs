namespace Pons.Cli.Documents.Plots;

/// <summary>One decoder in every plot: its name, and its place, which gives colour and shape.</summary>
/// <param name="Name">Name of the decoder.</param>
/// <param name="Place">Its place among the decoders, from 0.</param>
internal sealed record Series(string Name, int Place)
{
    private const int Colours = 8;
    private const double Gap = 26, Row = 20, MarkRadius = 4.5;

    /// <summary>The class of its colour.</summary>
    public string Colour => $"d{Place % Colours}";

    /// <summary>Draws its mark.</summary>
    public void Mark(Svg svg, double x, double y, double radius) => svg.Mark(x, y, radius, Place, $"mark {Colour}");

    /// <summary>Height of the legend of several series.</summary>
    public static double LegendHeight(IReadOnlyList<Series> all, double width) => Row * (1 + Positions(all, width).Max(p => p.Row));

    /// <summary>Draws the legend from the point above left, in as many rows as it needs.</summary>
    public static void Legend(Svg svg, IReadOnlyList<Series> all, double x, double y, double width)
    {
        foreach (var (series, (left, row)) in all.Zip(Positions(all, width)))
        {
            series.Mark(svg, x + left + MarkRadius + 1, y + row * Row + 10, MarkRadius);
            svg.Text(x + left + 16, y + row * Row + 14, TextWidth.Within(series.Name, Svg.Size, width - 16));
        }
    }

    private static List<(double Left, int Row)> Positions(IReadOnlyList<Series> all, double width)
    {
        var positions = new List<(double, int)>();
        var (left, row) = (0.0, 0);
        foreach (var series in all)
        {
            var room = 16 + TextWidth.Of(series.Name, Svg.Size);
            if (left > 0 && left + room > width) (left, row) = (0, row + 1);
            positions.Add((left, row));
            left += room + Gap;
        }

        return positions;
    }
}
