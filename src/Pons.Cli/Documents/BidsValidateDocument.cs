using Pons.Formats.Bids.Validation;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons bids validate --json</c> prints; docs/reference/json/bids-validate.schema.json.</summary>
internal sealed record BidsValidateDocument(
    string Dataset,
    string Specification,
    bool IsValid,
    int Errors,
    int Warnings,
    int Subjects,
    int Recordings,
    int Files,
    long Bytes,
    IReadOnlyDictionary<string, int> NotLookedInto,
    IReadOnlyList<BidsValidateDocument.BrokenRule> Rules,
    IReadOnlyList<BidsValidateDocument.RuleFinding> Findings)
{
    internal sealed record BrokenRule(string Id, string Severity, int Count, string Check, string Section, string Url, string? Alike);

    internal sealed record RuleFinding(
        int Number, string Rule, string Severity, string File, int? Line, int? Column, long? Byte, string What, string Why, string Fix,
        string? Name, string? Found, string? Expected, string? Other, int Count, int? Because, IReadOnlyList<string> Unchecked, string Section, string Url);

    public static BidsValidateDocument Of(BidsValidationReport report, BidsRules rules, BidsLanguage language) => new(
        report.Dataset, report.SpecificationVersion, report.IsValid, report.ErrorCount, report.WarningCount, report.SubjectCount,
        report.RecordingCount, report.FileCount, report.ByteCount, report.NotLookedInto,
        [.. rules.All.Where(r => report.Counts.ContainsKey(r.Id)).Select(r => new BrokenRule(
            r.Id, NameOf(r.Severity), report.Counts[r.Id], r.In(language).Check, r.Section.Title, r.Section.Url, r.Alike))],
        [.. report.Findings.Select(f => Of(f, language))]);

    public static string NameOf(BidsSeverity severity) => severity == BidsSeverity.Error ? "error" : "warning";

    private static RuleFinding Of(BidsFinding f, BidsLanguage language) => new(
        f.Number, f.Rule.Id, NameOf(f.Rule.Severity), f.File, f.Line, f.Column, f.Byte, f.What(language), f.Why(language), f.Fix(language),
        NullIfEmpty(f.Name), NullIfEmpty(f.Found), NullIfEmpty(f.ExpectedIn(language)), NullIfEmpty(f.Other), f.Count, f.Because, f.Unchecked,
        f.Section.Title, f.Section.Url);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
