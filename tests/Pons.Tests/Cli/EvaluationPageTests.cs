using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Pons.Cli.Documents.EvaluationReport;
using Pons.Cli.Documents.Plots;
using Pons.Decoding.Calibration;
using Pons.Decoding.Riemann;
using Pons.Decoding.Spatial;
using Pons.Evaluation;
using Pons.Evaluation.Continuous;
using Pons.Evaluation.Datasets;

namespace Pons.Tests.Cli;

public sealed class EvaluationPageTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_page_is_well_formed_whole_and_the_same_every_time()
    {
        var table = EvaluationTables.OfPeople(10);
        var page = EvaluationPage.Of(table, "pons evaluate here", "en");
        Assert.Equal(page, EvaluationPage.Of(table, "pons evaluate here", "en"));
        var html = Parsed(page);
        var words = html.Descendants().Where(e => e.Attribute("lang") is not null && e.Name.LocalName is "span" or "text").ToLookup(e => e.Attribute("lang")?.Value);
        Assert.Equal(words["en"].Count(), words["zh-CN"].Count());
        Assert.All(words["en"].Zip(words["zh-CN"]), pair => Assert.Equal(pair.First.Value.Length == 0, pair.Second.Value.Length == 0));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_figure_has_a_name_and_every_table_a_caption()
    {
        var html = Parsed(EvaluationPage.Of(EvaluationTables.OfPeople(10), "", "en"));
        var captions = html.Descendants("figcaption").Select(c => c.Attribute("id")!.Value).ToHashSet();
        var drawings = html.Descendants(Svg + "svg").ToList();
        Assert.True(drawings.Count >= 10);
        Assert.All(drawings, d => Assert.Contains(d.Attribute("aria-labelledby")!.Value, captions));
        Assert.All(html.Descendants("table"), t => Assert.NotNull(t.Element("caption")));
        Assert.All(html.Descendants("tbody").SelectMany(b => b.Elements("tr")), r => Assert.Equal("row", r.Element("th")!.Attribute("scope")!.Value));
    }

    [Fact]
    public void Unequal_classes_are_said_to_mislead()
    {
        var table = EvaluationTables.OfPeople(3);
        Assert.DoesNotContain("The classes are unequal", EvaluationPage.Of(table, "", "en"), StringComparison.Ordinal);
        var rows = table.Rows.Select(r => r with { Folds = [.. r.Folds.Select(f => f with { Trials = [.. f.Trials.Where((t, i) => t.Truth.Name == "left" || i == 1)] })] });
        var page = EvaluationPage.Of(table with { Rows = [.. rows] }, "", "en");
        Assert.Contains("always saying “left” would be right in 83.3 %", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("average precision", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        var table = EvaluationTables.Of(EvaluationTables.HostileNames, new CspLda(), new RiemannMdm(), new TangentLr());
        var html = Parsed(EvaluationPage.Of(table, "pons evaluate \"<a>\"", "zh"));
        Assert.Empty(html.Descendants("script"));
        Assert.Contains(html.Descendants("td").Concat(html.Descendants("th")), c => c.Value == EvaluationTables.HostileNames[0]);
        AssertInside(html);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(45)]
    public void Few_and_many_people_are_shown(int count)
    {
        var page = EvaluationPage.Of(EvaluationTables.OfPeople(count), "", "en");
        AssertInside(Parsed(page));
        Assert.Equal(count == 1, page.Contains("There is one person", StringComparison.Ordinal));
        Assert.Equal(count == 2, page.Contains("Too few people", StringComparison.Ordinal));
        Assert.Equal(count > 1, page.Contains("Critical-difference diagram:", StringComparison.Ordinal));
    }

    [Fact]
    public void One_decoder_is_compared_with_none()
    {
        var page = EvaluationPage.Of(EvaluationTables.Of(["S001", "S002"], new CspLda()), "", "en");
        AssertInside(Parsed(page));
        Assert.DoesNotContain("Do the decoders differ", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Dropped_trials_and_calibration_are_counted()
    {
        var table = EvaluationTables.OfPeople(3);
        var coverage = Coverage.Of(table);
        Assert.Equal([1, 0, 0], coverage.Select(c => c.DroppedCount));
        Assert.All(coverage, c => Assert.Equal(20, c.Trials.Values.Sum()));
        Assert.Equal("S001R01.edf", Assert.Single(Coverage.RecordingsLeftOut(table)).Name);
        Assert.Contains("<td class=\"n\">1.6</td>", EvaluationPage.Of(table, "", "en"), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_stand_at_their_place()
    {
        Series[] series = [new("one", 0), new("two", 1)];
        var plot = XElement.Parse(PersonPlot.Of(series, [new("S001", 0.65, [new(0.75, 0.6, 0.9), new(0.5, 0.4, 0.6)])], 0.5, "x"));
        double Place(string percent) => Number(plot.Elements(Svg + "text").Single(t => t.Value == percent), "x");
        double At(double share) => Place("40") + (100 * share - 40) / 60 * (Place("100") - Place("40"));
        var circle = plot.Elements(Svg + "circle").Single(c => c.Attribute("r")!.Value == "4");
        Assert.Equal(At(0.75), Number(circle, "cx"), 0.02);
        var intervals = plot.Elements(Svg + "line").Where(l => l.Attribute("class")!.Value.StartsWith("thin", StringComparison.Ordinal)).ToList();
        Assert.Equal([At(0.6), At(0.9), At(0.4), At(0.6)], intervals.SelectMany(l => (double[])[Number(l, "x1"), Number(l, "x2")]), (a, b) => Math.Abs(a - b) < 0.02);
        var guess = plot.Elements(Svg + "rect").Single(r => r.Attribute("class")!.Value == "guess");
        Assert.Equal(At(0.65), Number(guess, "x") + Number(guess, "width"), 0.02);
    }

    [Fact]
    public void Ranks_hang_at_their_place()
    {
        var table = EvaluationTables.OfPeople(10);
        var ranked = RankComparison.Of(table)!;
        var series = table.Decoders.Select((d, i) => new Series(d.Name, i)).ToDictionary(s => s.Name);
        var plot = XElement.Parse(RankDiagram.Of(ranked, series, "x"));
        double Place(string rank) => Number(plot.Elements(Svg + "text").Single(t => t.Value == rank), "x");
        var hangs = plot.Elements(Svg + "path").Where(p => p.Attribute("class")!.Value.StartsWith("hang", StringComparison.Ordinal))
            .Select(p => double.Parse(p.Attribute("d")!.Value[1..].Split(' ')[0], CultureInfo.InvariantCulture));
        Assert.Equal(ranked.AverageRanks.Select(r => Place("1") + (r - 1) / 2 * (Place("3") - Place("1"))), hangs, (a, b) => Math.Abs(a - b) < 0.02);
    }

    [Fact]
    public void Plots_stay_within_their_frame_whatever_they_show()
    {
        Series[] series = [.. Enumerable.Range(0, 30).Select(i => new Series(new('m', 1 + 3 * i), i))];
        string[] classes = [.. Enumerable.Range(0, 12).Select(i => new string('W', i + 1))];
        var all = new Estimate(0, 0, 1);
        string[] plots =
        [
            MeanPlot.Of([.. series.Select(s => new MeanPlot.Row(s, all, [0, 0, 0, 0, 0, 1, 1]))], 0.01, 1.2, "x"),
            PersonPlot.Of(series, [new(new('M', 100), 1.05, [.. series.Select(_ => all)])], 0.5, "x"),
            DifferencePlot.Of([new(new('M', 200), new("a", "b", 2, new(-1, -11, 9), -12.5, 0.0001, 1), [-1, 1])], "x"),
            DifferencePlot.Of([new("a", new("a", "b", 2, default, 0, 1, 1), [])], "x"),
            SlopePlot.Of(series[28], series[29], [0, 1], [1, 0], 0, "x"),
            ConfusionPlot.Of(series[29], classes, new(12, [(0, 0), (11, 3)]), "x"),
            ReliabilityPlot.Of(series[29], Reliability.Of([0.0, 1.0], [true, false]), "x"),
            RocPlot.Of([.. series.Select(s => new RocPlot.Row(s, RocArea.Curve([1, 2], [false, true]), all))], new('W', 90), "x"),
        ];
        Assert.All(plots, p => AssertInside(XElement.Parse(p)));
    }

    [Fact]
    public void Continuous_decoders_have_the_same_page()
    {
        var description = DatasetCatalog.Find("m1-movement");
        var scores = new ContinuousEvaluation(description).Run(DatasetFolder.Find(description, RecordedData.PathOf("spikes/m1_decoding")), cancellation: TestContext.Current.CancellationToken);
        var html = Parsed(ContinuousPage.Of(scores, "pons evaluate", "zh"));
        AssertInside(html);
        Assert.Contains(html.Descendants("pre"), p => p.Value == "pons evaluate");
        Assert.All(scores.Results, r => Assert.Contains(html.Descendants("td"), d => d.Value == IntervalPlot.Figures(r.Mean.R2)));
    }

    [Fact]
    public void Ticks_are_round_and_hold_the_values()
    {
        Assert.Equal([0, 20, 40, 60, 80, 100], new LinearScale(0, 100, 0, 1).Ticks(5));
        var scale = LinearScale.Around([-8.9, 13.3], 100, 200, 6);
        Assert.Equal((-10, 15), (scale.First, scale.Last));
        Assert.Equal((100, 200, 140), (scale.At(-99), scale.At(99), scale.At(0)));
        Assert.True(LinearScale.Around([0, 0], 0, 1, 5).Last > 0);
        Assert.Equal("被试…", TextWidth.Within("被试被试被试", 10, 30));
    }

    [Fact]
    public async Task The_command_writes_it_and_refuses_what_it_cannot()
    {
        using var folder = new TemporaryFolder();
        string[] data = [.. ((string[])["R04", "R08", "R12"]).Select(r => RecordedData.PathOf($"mi/eegmmidb/S007{r}.edf"))];
        Task<CommandLine> Evaluate(params string[] more) => CommandLine.RunAsync(["evaluate", .. data, "--decoders", "riemann-mdm", .. more]);
        (await Evaluate("--report", folder.PathOf("page.txt"))).AssertRefused(2, "page.txt");
        (await Evaluate("--report", folder.PathOf("nowhere/page.html"))).AssertRefused(3, "nowhere");
        (await Evaluate("--report", folder.PathOf("page.html"), "--language", "fr")).AssertRefused(2, "fr");
        var done = await Evaluate("--report", folder.PathOf("page.html"), "--language", "zh", "--json");
        done.ValidFor("evaluate");
        var page = File.ReadAllText(folder.PathOf("page.html"));
        AssertInside(Parsed(page));
        Assert.Contains("<html lang=\"zh-CN\">", page, StringComparison.Ordinal);
        Assert.Contains("39 / 45", page, StringComparison.Ordinal);
        Assert.Contains("pons evaluate S007R04.edf S007R08.edf S007R12.edf", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetDirectoryName(data[0])!, page, StringComparison.Ordinal);
    }

    /// <summary>As XML, after what HTML allows and XML does not has been closed.</summary>
    private static XElement Parsed(string page)
    {
        var xml = page.Replace("<!doctype html>", "", StringComparison.Ordinal).Replace("<br>", "<br/>", StringComparison.Ordinal).Replace(" checked>", ">", StringComparison.Ordinal);
        foreach (var empty in (string[])["meta", "input"])
            xml = System.Text.RegularExpressions.Regex.Replace(xml, $"(<{empty}[^>]*)>", "$1/>");
        return XElement.Parse(xml);
    }

    private static void AssertInside(XElement html)
    {
        foreach (var drawing in html.DescendantsAndSelf(Svg + "svg"))
        {
            var (width, height) = (Number(drawing, "width"), Number(drawing, "height"));
            foreach (var shape in drawing.Elements())
                foreach (var (x, y) in Corners(shape))
                    Assert.True(x >= -0.5 && x <= width + 0.5 && y >= -0.5 && y <= height + 0.5, $"({x:0.#}, {y:0.#}) outside {width:0}×{height:0}: {shape}");
        }
    }

    private static (double X, double Y)[] Corners(XElement shape)
    {
        double Of(string name) => Number(shape, name);
        switch (shape.Name.LocalName)
        {
            case "line": return [(Of("x1"), Of("y1")), (Of("x2"), Of("y2"))];
            case "rect": return [(Of("x"), Of("y")), (Of("x") + Of("width"), Of("y") + Of("height"))];
            case "circle": return [(Of("cx") - Of("r"), Of("cy") - Of("r")), (Of("cx") + Of("r"), Of("cy") + Of("r"))];
            case "text":
                // Widths are estimates from above; in a browser words are narrower.
                var room = 0.9 * TextWidth.Of(shape.Value, Of("font-size"));
                var left = Of("x") - shape.Attribute("text-anchor")!.Value switch { "end" => room, "middle" => room / 2, _ => 0 };
                return [(left, Of("y") - 0.8 * Of("font-size")), (left + room, Of("y") + 0.2 * Of("font-size"))];
            default:
                var numbers = shape.Attribute("d")!.Value.Split(['M', 'L', ' ', 'Z'], StringSplitOptions.RemoveEmptyEntries)
                    .Select(n => double.Parse(n, CultureInfo.InvariantCulture)).Chunk(2);
                return [.. numbers.Select(p => (p[0], p[1]))];
        }
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
