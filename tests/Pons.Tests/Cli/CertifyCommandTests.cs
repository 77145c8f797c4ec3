using System.Text.Json;
using System.Xml.Linq;
using Pons.Certification;
using Pons.Certification.Budgets;
using Pons.Cli.Certification;
using Pons.Cli.Documents;
using Pons.Cli.Documents.CertificationReport;

namespace Pons.Tests.Cli;

public sealed class CertifyCommandTests : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_document_is_valid_and_a_page_is_written()
    {
        var run = await CommandLine.RunAsync("certify", "--duration", "1", "--browser", "none", "--folder", _folder.Path, "--report", _folder.PathOf("page.html"), "--json");
        Assert.Equal(0, run.Status);
        var document = run.ValidFor("certify");
        Assert.Equal("none", document.GetProperty("load").GetString());
        Assert.Equal(ParadigmBudgets.All.Length, document.GetProperty("paradigms").GetArrayLength());
        var browser = document.GetProperty("paradigms").EnumerateArray().First(p => p.GetProperty("name").GetString() == "ssvep");
        Assert.NotEqual("pass", browser.GetProperty("verdict").GetString());
        Assert.Contains("<svg", File.ReadAllText(_folder.PathOf("page.html")), StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_paradigm_that_was_asked_for_and_is_not_certain_ends_with_status_1()
    {
        // One second cannot make p99.9 certain on any computer.
        var run = await CommandLine.RunAsync("certify", "--duration", "1", "--browser", "none", "--folder", _folder.Path, "--paradigm", "pons-loop", "--json");
        Assert.Equal(1, run.Status);
        Assert.Equal("pons-loop", Assert.Single(run.ValidFor("certify").GetProperty("paradigms").EnumerateArray()).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("--load", "magic")]
    [InlineData("--paradigm", "magic")]
    [InlineData("--duration", "0")]
    [InlineData("--report", "page.txt")]
    public async Task What_cannot_be_meant_is_wrong_usage(string option, string value) => (await CommandLine.RunAsync("certify", option, value)).AssertRefused(2, value);

    [Fact]
    public async Task A_folder_or_browser_that_is_not_there_is_bad_input()
    {
        (await CommandLine.RunAsync("certify", "--folder", _folder.PathOf("absent"))).AssertRefused(3, "absent");
        (await CommandLine.RunAsync("certify", "--browser", _folder.PathOf("absent"))).AssertRefused(3, "absent");
    }

    [Theory]
    [InlineData(5.0)]
    [InlineData(5000.0)]
    [InlineData(null)]
    public void The_page_says_everything_in_both_languages(double? milliseconds)
    {
        var result = Invented(milliseconds);
        var html = Parsed(CertificationPage.Of(result, CertifyDocument.Of(result), "zh"));
        var words = html.Descendants().Where(e => e.Attribute("lang") is not null && e.Name.LocalName is "span" or "text").ToLookup(e => e.Attribute("lang")?.Value);
        Assert.Equal(words["en"].Count(), words["zh-CN"].Count());
        Assert.All(words["en"].Zip(words["zh-CN"]), pair => Assert.Equal(pair.First.Value.Length == 0, pair.Second.Value.Length == 0));
        Assert.All(html.Descendants("table"), t => Assert.NotNull(t.Element("caption")));
        Assert.All(html.Descendants(Svg + "circle").Concat(html.Descendants(Svg + "line")), AssertInside);
        Assert.DoesNotContain("NaN", html.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_what_is_missing_is_valid()
    {
        var json = JsonSerializer.SerializeToElement(CertifyDocument.Of(Invented(null)), DocumentContext.Default.CertifyDocument);
        Assert.Empty(JsonSchema.Read("certify").Faults(json));
        Assert.Contains("\"kind\":\"noProgram\"", json.GetRawText().Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>Every name has words of its own in Chinese, so that no page falls back to a name.</summary>
    [Fact]
    public void Everything_has_a_name_in_Chinese()
    {
        var names = CertificationPlan.StandardMeasurements(_folder.Path).Select(m => m.Name).Concat(["websocket", "browser-frame", "browser-feedback"])
            .Concat(ParadigmBudgets.All.Select(b => b.Name)).Concat(ParadigmBudgets.All.SelectMany(b => b.Limits).Select(l => l.Measurement));
        Assert.All(names, n => Assert.Contains(CertificationWords.Name(n).Zh, c => c > 0x2E80));
    }

    [Fact]
    public void Pictures_are_held_against_their_median()
    {
        var result = BrowserFrameMeasurement.Of([16, 17, 17, 17, 34]);
        Assert.Equal((17, 1), (result.FigureOf("interval")!.Value, result.FigureOf("missed pictures")!.Value));
        Assert.Equal((0.0, 17.0, 5), (result.Times!.At(0.5), result.Times.Max, result.Times.Count));
        Assert.Equal(NotMeasuredKind.TooFew, BrowserFrameMeasurement.Of([16]).Absent?.Kind);
    }

    /// <summary>Every measurement that budgets know, all with the same time, or none measured at all.</summary>
    private static CertificationResult Invented(double? milliseconds)
    {
        var names = ParadigmBudgets.All.SelectMany(b => b.Limits).Select(l => l.Measurement).Distinct();
        MeasurementResult[] results =
        [
            .. names.Select(n => milliseconds is { } ms
                ? MeasurementResult.Of(n, [.. Enumerable.Range(0, 4000).Select(i => ms * (1 + i / 4000.0))], new("bandwidth", 100, "MB/s"), new("backward steps", 0, ""), new("decode p50", 1, "ms"), new("decode p99", 2, "ms"))
                : MeasurementResult.Missing(n, NotMeasuredKind.NoProgram, "<Chromium>")),
        ];
        return new(DateTimeOffset.UnixEpoch, "none", 60, [.. results], [.. ParadigmBudgets.All.Select(b => b.Judge(results))]);
    }

    private static void AssertInside(XElement shape)
    {
        var box = shape.Ancestors(Svg + "svg").Single().Attribute("viewBox")!.Value.Split(' ').Select(Double).ToArray();
        foreach (var name in (string[])["cx", "x1", "x2"])
            if (shape.Attribute(name) is { } x) Assert.InRange(Double(x.Value), 0, box[2]);
    }

    private static double Double(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static XElement Parsed(string page)
    {
        var xml = page.Replace("<!doctype html>", "", StringComparison.Ordinal).Replace("<br>", "<br/>", StringComparison.Ordinal).Replace(" checked>", ">", StringComparison.Ordinal);
        foreach (var empty in (string[])["meta", "input"])
            xml = System.Text.RegularExpressions.Regex.Replace(xml, $"(<{empty}[^>]*)>", "$1/>");
        return XElement.Parse(xml);
    }
}
