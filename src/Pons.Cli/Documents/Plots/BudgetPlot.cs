using System.Globalization;
using Pons.Certification.Budgets;
using Pons.Cli.Documents.CertificationReport;

namespace Pons.Cli.Documents.Plots;

/// <summary>
/// One row a limit: how much of it is used up, on a logarithmic axis, with the part that is not certain; the line at 100 % is the limit.
/// What lies beyond a hundred times the limit stands at the end.
/// </summary>
internal static class BudgetPlot
{
    private const double Width = 940, Left = 300, Right = 130, RowHeight = 24, GroupHeight = 30, Top = 12, Bottom = 40, Narrowest = 0.001, MostDecades = 2;

    /// <summary>Draws the limits of paradigms, grouped.</summary>
    /// <param name="paradigms">At least one.</param>
    /// <param name="namedBy">Identifier of the caption.</param>
    public static string Of(IReadOnlyList<ParadigmVerdict> paradigms, string namedBy)
    {
        var end = Top + paradigms.Sum(p => GroupHeight + p.Limits.Length * RowHeight);
        var highest = paradigms.SelectMany(p => p.Limits).SelectMany(l => (double[])[Used(l, l.Measured) ?? 1, Used(l, l.UpperLimit) ?? 1]).Append(10).Max();
        var scale = new LinearScale(-3, Math.Min(MostDecades, Math.Ceiling(Math.Log10(highest))), Left, Width - Right);
        var svg = new Svg(Width, end + Bottom);
        for (var power = (int)scale.First; power <= scale.Last; power++)
        {
            svg.Line(scale.At(power), Top, scale.At(power), end, power == 0 ? "chance" : "grid");
            svg.Text(scale.At(power), end + 16, (100 * Math.Pow(10, power)).ToString("0.#", CultureInfo.InvariantCulture), "middle", "soft figures", 11);
        }

        svg.Text((scale.FirstAt + scale.LastAt) / 2, end + 34, ("used of the limit, %", "占限值的百分比，%"), "middle", "soft", 11.5);
        var y = Top;
        foreach (var paradigm in paradigms) y = Draw(svg, paradigm, scale, y);
        return svg.ToElement(namedBy);
    }

    private static double Draw(Svg svg, ParadigmVerdict paradigm, LinearScale scale, double y)
    {
        svg.Text(0, y + GroupHeight - 10, CertificationWords.Name(paradigm.Budget.Name), "start", "ink strong", 13);
        svg.Text(Width, y + GroupHeight - 10, CertificationWords.Verdict(paradigm.Verdict), "end", $"strong {Kind(paradigm.Verdict)}", 12.5);
        y += GroupHeight;
        foreach (var limit in paradigm.Limits)
        {
            Draw(svg, limit, scale, y + RowHeight / 2);
            y += RowHeight;
        }

        return y;
    }

    private static void Draw(Svg svg, LimitVerdict v, LinearScale scale, double y)
    {
        var (name, quantity) = (CertificationWords.Name(v.Limit.Measurement), CertificationWords.Quantity(v.Limit));
        svg.Text(14, y + 4, ($"{name.En}, {quantity.En}", $"{name.Zh}，{quantity.Zh}"), "start", "soft", 12);
        svg.Text(Width, y + 4, CertificationWords.Wanted(v.Limit), "end", "soft figures", 12);
        double At(double used) => scale.At(Math.Log10(Math.Max(Narrowest, used)));
        if (Used(v, v.Measured) is not { } measured)
        {
            svg.Text(scale.FirstAt + 8, y + 4, CertificationWords.Verdict(v.Verdict), "start", "soft", 12);
            return;
        }

        if (Used(v, v.UpperLimit) is { } upper) svg.Line(At(measured), y, At(upper), y, $"thin {Kind(v.Verdict)}");
        svg.Line(scale.FirstAt, y, At(measured), y, $"interval {Kind(v.Verdict)}");
        svg.Circle(At(measured), y, 5, $"mark {Kind(v.Verdict)}");
    }

    /// <summary>Which part of the limit a number takes.</summary>
    private static double? Used(LimitVerdict v, double? number) => number switch
    {
        null => null,
        { } n when v.Limit.IsLeast => v.Limit.Value / Math.Max(n, 1e-9),
        { } n => v.Limit.Value > 0 ? n / v.Limit.Value : n > 0 ? 100 : 0,
    };

    private static string Kind(Verdict verdict) => verdict switch { Verdict.Pass => "good", Verdict.Fail => "bad", _ => "open" };
}
