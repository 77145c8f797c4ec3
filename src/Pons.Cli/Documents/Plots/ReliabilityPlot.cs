using System.Globalization;
using Pons.Decoding.Calibration;

namespace Pons.Cli.Documents.Plots;

/// <summary>Confidence against the share that was right: on the diagonal confidence can be believed. Areas show how many decisions.</summary>
internal static class ReliabilityPlot
{
    private const double Width = 174, Height = 220, Left = 30, Right = 12, Top = 48, Bottom = 46, LargestDot = 11, SmallestDot = 2;

    /// <summary>Draws one decoder.</summary>
    /// <param name="series">The decoder.</param>
    /// <param name="reliability">Its decisions in bins.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(Series series, Reliability reliability, string namedBy)
    {
        var (x, y) = (new LinearScale(0, 1, Left, Width - Right), new LinearScale(0, 1, Height - Bottom, Top));
        var svg = new Svg(Width, Height);
        series.Mark(svg, 6, 10, 5);
        svg.Text(18, 14.5, TextWidth.Within(series.Name, 13, Width - 20), kind: "ink strong", size: 13);
        svg.Text(18, 32, string.Create(CultureInfo.InvariantCulture, $"ECE {100 * reliability.ExpectedError:0.0} %"), kind: "soft figures", size: 11.5);
        UnitSquare.Draw(svg, x, y, ("confidence, %", "置信度，%"), ("right, %", "正确，%"));
        svg.Line(x.At(0), y.At(0), x.At(1), y.At(1), "chance");
        var most = reliability.Bins.Max(b => b.Count);
        var bins = reliability.Bins.Where(b => b.Count > 0).ToList();
        svg.Path(bins.Select(b => (x.At(b.MeanConfidence), y.At(b.ShareRight))), $"curve {series.Colour}");
        foreach (var bin in bins)
            svg.Circle(x.At(bin.MeanConfidence), y.At(bin.ShareRight), Math.Max(SmallestDot, LargestDot * Math.Sqrt((double)bin.Count / most)), $"person {series.Colour}");
        return svg.ToElement(namedBy);
    }
}
