using System.Globalization;
using Pons.Formats.Bids.Validation;
using Spectre.Console;

namespace Pons.Cli;

/// <summary>Prints a report of a validation for a person: errors first, grouped by rule, each with what follows from it.</summary>
internal sealed class BidsReportText(BidsValidationReport report, BidsLanguage language, int placesPerRule)
{
    private readonly bool _isChinese = language == BidsLanguage.Chinese;

    public void Print(IAnsiConsole console, bool errorsOnly)
    {
        var followers = report.Findings.Where(f => f.Because is not null).ToLookup(f => f.Because!.Value);
        var groups = report.Findings.Where(f => f.Because is null && !(errorsOnly && f.Rule.Severity == BidsSeverity.Warning)).GroupBy(f => f.Rule.Id);
        foreach (var group in groups) PrintGroup(console, [.. group], followers);
        PrintSummary(console);
    }

    private void PrintGroup(IAnsiConsole console, IReadOnlyList<BidsFinding> group, ILookup<int, BidsFinding> followers)
    {
        var rule = group[0].Rule;
        var severity = rule.Severity == BidsSeverity.Error ? $"[red]{Word("error", "错误")}[/]" : $"[yellow]{Word("warning", "警告")}[/]";
        console.MarkupLine($"{severity} [bold]{rule.Id}[/] [grey]×{Number(report.Counts[rule.Id])}[/]  {Markup.Escape(rule.In(language).Check)}");
        var shown = placesPerRule == 0 ? group.Count : Math.Min(placesPerRule, group.Count);
        for (var i = 0; i < shown; i++) PrintFinding(console, group[i], followers, isFirst: i == 0 || Differs(group[i], group[i - 1]));
        if (shown < group.Count || report.Counts[rule.Id] > group.Sum(f => f.Count))
            console.MarkupLine($"  [grey]{Word($"… and {Number(group.Count - shown)} more places", $"……另有 {Number(group.Count - shown)} 处")}[/]");
        console.WriteLine();
    }

    private void PrintFinding(IAnsiConsole console, BidsFinding finding, ILookup<int, BidsFinding> followers, bool isFirst)
    {
        console.MarkupLine($"  [grey]#{finding.Number}[/] {Markup.Escape(finding.Place)}{Repeats(finding)}");
        console.MarkupLine($"     {Markup.Escape(finding.What(language))}");
        if (isFirst)
        {
            console.MarkupLine($"     [grey]{Word("why:", "原因：")}[/] {Markup.Escape(finding.Why(language))}");
            console.MarkupLine($"     [grey]{Word(" do:", "办法：")}[/] {Markup.Escape(finding.Fix(language))}");
            console.MarkupLine($"     [grey]{Markup.Escape(finding.Section.Title)}, {Markup.Escape(finding.Section.Url)}[/]");
        }

        if (finding.Unchecked.Length > 0)
            console.MarkupLine($"     [grey]{Word("not checked because of it:", "因此未检查：")} {Markup.Escape(string.Join(", ", finding.Unchecked))}[/]");
        foreach (var follower in followers[finding.Number].Take(placesPerRule == 0 ? int.MaxValue : placesPerRule))
        {
            console.MarkupLine($"     [grey]{Word($"because of #{finding.Number}:", $"由 #{finding.Number} 引起：")}[/] [grey]#{follower.Number}[/] "
                + $"{follower.Rule.Id} {Markup.Escape(follower.Place)}: {Markup.Escape(follower.What(language))}");
        }
    }

    /// <summary>The remedy is said again only where it is another.</summary>
    private bool Differs(BidsFinding finding, BidsFinding other) => finding.Fix(language) != other.Fix(language);

    private string Repeats(BidsFinding finding) => finding.Count == 1 ? ""
        : $" [grey]{Word($"and {Number(finding.Count - 1)} more", $"及另外 {Number(finding.Count - 1)} 处")}[/]";

    private void PrintSummary(IAnsiConsole console)
    {
        foreach (var (extension, count) in report.NotLookedInto)
        {
            console.MarkupLine($"[grey]{Word($"{Number(count)} recordings {extension} were checked by name only: no reader for them is at hand.",
                $"{Number(count)} 个 {extension} 记录只检查了名称：没有可用的读取程序。")}[/]");
        }

        var verdict = report.IsValid ? $"[green]{Word("valid", "有效")}[/]" : $"[red]{Word("not valid", "无效")}[/]";
        console.MarkupLine($"[bold]{Markup.Escape(report.Dataset)}[/]: {verdict} (BIDS {report.SpecificationVersion}). "
            + Word($"{Number(report.ErrorCount)} errors, {Number(report.WarningCount)} warnings; {Number(report.SubjectCount)} subjects, "
                + $"{Number(report.RecordingCount)} recordings, {Number(report.FileCount)} files.",
                $"{Number(report.ErrorCount)} 个错误，{Number(report.WarningCount)} 个警告；{Number(report.SubjectCount)} 个受试者，"
                + $"{Number(report.RecordingCount)} 段记录，{Number(report.FileCount)} 个文件。"));
    }

    private string Word(string english, string chinese) => _isChinese ? chinese : english;

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
