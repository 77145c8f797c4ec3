using System.Globalization;
using System.Text;

namespace Pons.Cli.Documents.Plots;

/// <summary>A drawing that grows: shapes and words at coordinates, the origin above left. Colours are classes of the page's style.</summary>
/// <param name="width">Width of the view box.</param>
/// <param name="height">Height of the view box.</param>
internal sealed class Svg(double width, double height)
{
    /// <summary>Size of ordinary words.</summary>
    public const double Size = 12;

    private readonly StringBuilder _content = new();

    public void Line(double x1, double y1, double x2, double y2, string kind) =>
        Append($"<line class=\"{kind}\" x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\"/>");

    public void Box(double x, double y, double boxWidth, double boxHeight, string kind, double opacity = 1) => Append(
        $"<rect class=\"{kind}\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{Math.Max(0, boxWidth):0.##}\" height=\"{Math.Max(0, boxHeight):0.##}\"{Opacity(opacity)}/>");

    public void Circle(double x, double y, double radius, string kind) => Append($"<circle class=\"{kind}\" cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\"/>");

    public void Path(IEnumerable<(double X, double Y)> points, string kind)
    {
        Append($"<path class=\"{kind}\" d=\"");
        foreach (var (i, (x, y)) in points.Index()) Append($"{(i == 0 ? 'M' : 'L')}{x:0.##} {y:0.##}");
        _content.Append("\"/>");
    }

    /// <summary>A closed outline of shape <paramref name="shape"/> around a point.</summary>
    public void Mark(double x, double y, double radius, int shape, string kind)
    {
        if (shape % Shapes.Length == 0)
        {
            Circle(x, y, radius, kind);
            return;
        }

        Append($"<path class=\"{kind}\" d=\"M");
        foreach (var (dx, dy) in Shapes[shape % Shapes.Length]) Append($"{x + radius * dx:0.##} {y + radius * dy:0.##} ");
        _content.Append("Z\"/>");
    }

    /// <summary>Words that are the same in every language, such as names and numbers; the anchor (start, middle, end) stands at x.</summary>
    public void Text(double x, double y, string text, string anchor = "start", string kind = "ink", double size = Size) => Text(x, y, text, anchor, kind, size, "");

    /// <summary>Words of both languages, of which one is shown.</summary>
    public void Text(double x, double y, (string En, string Zh) words, string anchor = "start", string kind = "ink", double size = Size)
    {
        Text(x, y, words.En, anchor, kind, size, " lang=\"en\"");
        Text(x, y, words.Zh, anchor, kind, size, " lang=\"zh-CN\"");
    }

    /// <summary>The drawing as an element, named by an element of the page.</summary>
    /// <param name="namedBy">Identifier of the caption.</param>
    public string ToElement(string namedBy) => string.Create(CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"{namedBy}\" viewBox=\"0 0 {width:0.##} {height:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\">{_content}</svg>\n");

    private void Text(double x, double y, string text, string anchor, string kind, double size, string language) => Append(
        $"<text class=\"{kind}\" x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\" font-size=\"{size:0.#}\"{language}>{BilingualHtml.Text(text)}</text>");

    private void Append(FormattableString text) => _content.Append(text.ToString(CultureInfo.InvariantCulture));

    private static string Opacity(double opacity) => opacity < 1 ? FormattableString.Invariant($" fill-opacity=\"{opacity:0.###}\"") : "";

    /// <summary>Circle, square, triangle, diamond, triangle downwards, cross.</summary>
    private static readonly (double X, double Y)[][] Shapes =
    [
        [],
        [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
        [(0, -1.15), (1.1, 0.8), (-1.1, 0.8)],
        [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)],
        [(0, 1.15), (1.1, -0.8), (-1.1, -0.8)],
        [(-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4), (0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4)],
    ];
}
