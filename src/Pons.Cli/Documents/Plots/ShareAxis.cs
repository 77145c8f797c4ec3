using System.Globalization;
using Pons.Evaluation;

namespace Pons.Cli.Documents.Plots;

/// <summary>The axis of shares, in per cent, with lines to read values by.</summary>
internal static class ShareAxis
{
    /// <summary>A scale up to 1 that holds all values.</summary>
    public static LinearScale Scale(IEnumerable<double> values, double firstAt, double lastAt)
    {
        var lowest = Math.Clamp(values.Min(), 0, 0.9);
        return new(Math.Floor(lowest * 10 + 1e-9) / 10, 1, firstAt, lastAt);
    }

    /// <summary>Draws lines from above to below with their values and what they mean under them.</summary>
    public static void Draw(Svg svg, LinearScale scale, double above, double below, (string En, string Zh) meaning)
    {
        foreach (var tick in scale.Ticks(scale.Last - scale.First > 0.6 ? 5 : 6))
        {
            svg.Line(scale.At(tick), above, scale.At(tick), below, "grid");
            svg.Text(scale.At(tick), below + 16, (100 * tick).ToString("0.#", CultureInfo.InvariantCulture), "middle", "soft figures", 11);
        }

        svg.Line(scale.FirstAt, below, scale.LastAt, below, "axis");
        svg.Text((scale.FirstAt + scale.LastAt) / 2, below + 34, meaning, "middle", "soft", 11.5);
    }

    /// <summary>A share with its interval, in per cent.</summary>
    public static string Percent(Estimate share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share.Value:0.0} [{100 * share.Low:0.0}, {100 * share.High:0.0}]");
}
