using System.Globalization;

namespace Pons.Cli.Documents.Plots;

/// <summary>Two axes from 0 to 100 % with lines to read values by.</summary>
internal static class UnitSquare
{
    /// <summary>Draws the lines, their values, and what they mean.</summary>
    public static void Draw(Svg svg, LinearScale x, LinearScale y, (string En, string Zh) across, (string En, string Zh) up)
    {
        foreach (var tick in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            var text = (100 * tick).ToString("0", CultureInfo.InvariantCulture);
            svg.Line(x.At(tick), y.LastAt, x.At(tick), y.FirstAt, "grid");
            svg.Line(x.FirstAt, y.At(tick), x.LastAt, y.At(tick), "grid");
            svg.Text(x.At(tick), y.FirstAt + 15, text, "middle", "soft figures", 10.5);
            if (tick is > 0 and < 1) svg.Text(x.FirstAt - 6, y.At(tick) + 4, text, "end", "soft figures", 10.5);
        }

        svg.Text((x.FirstAt + x.LastAt) / 2, y.FirstAt + 34, across, "middle", "soft", 11);
        svg.Text(x.FirstAt - 6, y.LastAt + 4, "100", "end", "soft figures", 10.5);
        svg.Text(x.LastAt, y.LastAt - 7, up, "end", "soft", 11);
    }
}
