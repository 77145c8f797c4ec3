using System.Globalization;

namespace Pons.Cli.Documents.Plots;

/// <summary>Two decoders side by side and one line a person from one to the other; the mean as a thick line.</summary>
internal static class SlopePlot
{
    private const double Width = 174, Height = 212, Top = 14, Bottom = 54, Left = 40, Right = 22;

    /// <summary>Draws shares in per cent.</summary>
    /// <param name="first">The decoder at the left.</param>
    /// <param name="second">The decoder at the right.</param>
    /// <param name="firstScores">Everybody's share with the first.</param>
    /// <param name="secondScores">The same people's share with the second.</param>
    /// <param name="lowest">Lowest share of the axis, so that several plots can be compared.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(
        Series first, Series second, IReadOnlyList<double> firstScores, IReadOnlyList<double> secondScores, double lowest, string namedBy)
    {
        var scale = ShareAxis.Scale([lowest], Height - Bottom, Top);
        var (from, to) = (Left + 14, Width - Right);
        var svg = new Svg(Width, Height);
        foreach (var tick in scale.Ticks(4))
        {
            svg.Line(Left, scale.At(tick), Width, scale.At(tick), "grid");
            svg.Text(Left - 6, scale.At(tick) + 4, (100 * tick).ToString("0.#", CultureInfo.InvariantCulture), "end", "soft figures", 11);
        }

        foreach (var (a, b) in firstScores.Zip(secondScores))
            svg.Line(from, scale.At(a), to, scale.At(b), b > a ? "slope rise" : b < a ? "slope fall" : "slope level");
        svg.Line(from, scale.At(firstScores.Average()), to, scale.At(secondScores.Average()), "slope mean");
        foreach (var score in firstScores) first.Mark(svg, from, scale.At(score), 3.5);
        foreach (var score in secondScores) second.Mark(svg, to, scale.At(score), 3.5);
        svg.Text(0, Height - 30, TextWidth.Within(first.Name, Svg.Size, Width), kind: $"strong {first.Colour} series");
        svg.Text(Width, Height - 10, TextWidth.Within(second.Name, Svg.Size, Width), "end", $"strong {second.Colour} series");
        return svg.ToElement(namedBy);
    }
}
