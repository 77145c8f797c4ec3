using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Pons.Certification;
using Pons.Certification.Budgets;
using Pons.Certification.Loads;
using Pons.Cli.Certification;
using Pons.Cli.Documents;
using Pons.Cli.Documents.CertificationReport;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons certify</c>: what this computer achieves, and which paradigms it is good enough for.</summary>
internal sealed class CertifyCommand
{
    private const double QuickSeconds = 12;
    private const string NoBrowser = "none";

    private readonly Option<string> _load = Settings.Option("--load", $"What keeps the computer busy meanwhile: {string.Join(", ", CertificationLoad.All.Select(l => l.Name))}", "none");
    private readonly Option<double> _duration = Settings.Option("--duration", "Seconds of measuring; preparing comes on top", 60.0).Within(1, 86_400);
    private readonly Option<bool> _quick = new("--quick") { Description = $"Measure for {QuickSeconds} s: a look, too short for certainty." };
    private readonly Option<string> _folder = Settings.Option("--folder", "Where sessions are kept; its disk is measured", ".");
    private readonly Option<string?> _paradigms = new("--paradigm") { Description = $"Judge only these, with commas between, and end with status 1 unless all pass: {string.Join(", ", ParadigmBudgets.All.Select(b => b.Name))}." };
    private readonly Option<string?> _browser = new("--browser") { Description = $"The Chromium to measure, or '{NoBrowser}'; by default the first one on the path." };
    private readonly Option<string?> _report = ReportFile.ReportOption();
    private readonly Option<string> _language = ReportFile.LanguageOption();
    private readonly Option<bool> _json = Inputs.Json();

    public static Command Create()
    {
        var certify = new CertifyCommand();
        var command = new Command(
            "certify",
            """
            Measure this computer, and say what it is good enough for: clock, scheduler, memory, disk, transports, browser, and the whole loop.
            Close what you will not have open during a session. A percentile passes only when it is certain; longer measuring makes it so.

            Examples:
              pons certify
              pons certify --load decoder --duration 600 --folder sessions --report page.html --language zh
              pons certify --paradigm p300-speller,recording --json
            """)
        {
            certify._load, certify._duration, certify._quick, certify._folder, certify._paradigms, certify._browser, certify._report, certify._language, certify._json,
        };
        command.SetAction((parsed, cancellation) => certify.RunAsync(parsed, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var page = ReportFile.Of(parsed.GetValue(_report), parsed.GetRequiredValue(_language));
        var result = await MeasureAsync(PlanOf(parsed), cancellation).ConfigureAwait(false);
        var document = CertifyDocument.Of(result);
        if (parsed.GetValue(_json)) JsonOutput.Write(document);
        else Print(result);
        page?.Write(CertificationPage.Of(result, document, page.Language));
        var isAsked = parsed.GetValue(_paradigms) is not null;
        return isAsked && result.Paradigms.Any(p => p.Verdict != Verdict.Pass) ? ExitStatus.CheckFailed : ExitStatus.Done;
    }

    private CertificationPlan PlanOf(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(_folder);
        var load = parsed.GetRequiredValue(_load);
        return new(folder)
        {
            Seconds = parsed.GetValue(_quick) ? QuickSeconds : parsed.GetValue(_duration),
            Load = CertificationLoad.Find(load)
                ?? throw new UsageException($"There is no load '{load}'.", "What is measured depends on it.", $"Choose from: {string.Join(", ", CertificationLoad.All.Select(l => l.Name))}."),
            Budgets = BudgetsOf(parsed.GetValue(_paradigms)),
            Measurements = [.. CertificationPlan.StandardMeasurements(folder), .. OfBrowser(parsed.GetValue(_browser))],
        };
    }

    private static ImmutableArray<Measurement> OfBrowser(string? browser)
    {
        if (browser is not (null or NoBrowser)) Inputs.RequireFile(browser);
        if (browser == NoBrowser) return [new WebSocketMeasurement()];
        var program = browser ?? Browser.Find();
        return [new WebSocketMeasurement(), new BrowserFrameMeasurement(program), new BrowserFeedbackMeasurement(program)];
    }

    private static ImmutableArray<ParadigmBudget> BudgetsOf(string? names)
    {
        if (names is null) return ParadigmBudgets.All;
        return
        [
            .. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(n => ParadigmBudgets.Find(n)
                ?? throw new UsageException($"There is no paradigm '{n}'.", "Its budget is not known.", $"Choose from: {string.Join(", ", ParadigmBudgets.All.Select(b => b.Name))}.")),
        ];
    }

    private static async Task<CertificationResult> MeasureAsync(CertificationPlan plan, CancellationToken cancellation)
    {
        CertificationResult? result = null;
        await Progress.BarAsync("certify", plan.Seconds, async report =>
            result = await Certifier.RunAsync(plan, TimeProvider.System, new Told<CertificationProgress>(p => report(p.Measurement, p.Seconds)), cancellation)
                .ConfigureAwait(false)).ConfigureAwait(false);
        return result!;
    }

    private static void Print(CertificationResult result)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("measurement", "times", "p50, ms", "p99, ms", "p99.9, ms", "max, ms", "besides");
        foreach (var r in result.Results)
            table.AddRow(
                r.Name, Count(r), Milliseconds(r.Times?.At(0.5)), Milliseconds(r.Times?.At(0.99)), Milliseconds(r.Times?.At(0.999)), Milliseconds(r.Times?.Max),
                Markup.Escape(r.Absent is { } absent ? CertificationWords.Reason(absent).En : Besides(r)));
        Terminal.Out.Write(table);
        foreach (var paradigm in result.Paradigms) Print(paradigm);
    }

    private static void Print(ParadigmVerdict paradigm)
    {
        var colour = paradigm.Verdict switch { Verdict.Pass => "green", Verdict.Fail => "red", _ => "yellow" };
        Terminal.Out.MarkupLine($"[{colour}]{CertificationWords.Verdict(paradigm.Verdict).En,-13}[/] {paradigm.Budget.Name}");
        foreach (var l in paradigm.Limits.Where(l => l.Verdict != Verdict.Pass))
            Terminal.Out.MarkupLineInterpolated($"[grey]              {CertificationWords.Sentence(l).En}[/]");
    }

    private static string Count(MeasurementResult result) => result.Times is { } times ? times.Count.ToString(CultureInfo.InvariantCulture) : "–";

    private static string Besides(MeasurementResult result) => result.Name == "loop"
        ? string.Join(", ", result.Figures.Where(f => f.Name is "samples lost" or "decode p99").Select(CertificationWords.Plain))
        : string.Join(", ", result.Figures.Select(CertificationWords.Plain));

    private static string Milliseconds(double? value) => value is { } v ? CertificationWords.Number(v) : "–";
}
