using System.Text.Json.Serialization;
using Pons.Formats.Bids.Validation;

namespace Pons.Cli.Documents;

/// <summary>Findings for editors and code hosts: the part of SARIF 2.1.0 (OASIS standard of 2020) that they read.</summary>
internal sealed record SarifDocument(
    [property: JsonPropertyName("$schema")] string Schema,
    string Version,
    IReadOnlyList<SarifDocument.Run> Runs)
{
    /// <summary>Stands for the root of the data set in the addresses of files.</summary>
    private const string Root = "DATASET";

    internal sealed record Run(Tool Tool, IReadOnlyDictionary<string, Address> OriginalUriBaseIds, string ColumnKind, IReadOnlyList<Result> Results);

    internal sealed record Tool(Driver Driver);

    internal sealed record Driver(string Name, string Version, IReadOnlyList<Rule> Rules);

    internal sealed record Rule(string Id, Message ShortDescription, Message Help, string HelpUri, Configuration DefaultConfiguration);

    internal sealed record Configuration(string Level);

    internal sealed record Message(string Text);

    internal sealed record Result(
        string RuleId, int RuleIndex, string Level, Message Message, IReadOnlyList<Location> Locations,
        IReadOnlyList<Location>? RelatedLocations, int OccurrenceCount);

    internal sealed record Location(PhysicalLocation PhysicalLocation, Message? Message = null);

    internal sealed record PhysicalLocation(Address ArtifactLocation, Region? Region);

    internal sealed record Address(string Uri, string? UriBaseId = null);

    internal sealed record Region(int? StartLine, int? StartColumn, long? ByteOffset);

    public static SarifDocument Of(BidsValidationReport report, BidsRules rules, BidsLanguage language, string folder, string version)
    {
        var broken = rules.All.Where(r => report.Counts.ContainsKey(r.Id)).ToList();
        var places = broken.Select((rule, i) => (rule.Id, i)).ToDictionary(r => r.Id, r => r.i);
        var byNumber = report.Findings.ToDictionary(f => f.Number);
        var root = new Uri(Path.GetFullPath(folder) + Path.DirectorySeparatorChar).AbsoluteUri;
        return new("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0",
        [
            new(new(new("pons bids validate", version, [.. broken.Select(r => Of(r, language))])),
                new Dictionary<string, Address> { [Root] = new(root) }, "utf16CodeUnits",
                [.. report.Findings.Select(f => Of(f, places[f.Rule.Id], language, f.Because is { } cause ? byNumber.GetValueOrDefault(cause) : null))]),
        ]);
    }

    private static Rule Of(BidsRule rule, BidsLanguage language) => new(
        rule.Id, new(rule.In(language).Check), new(rule.In(language).Why), rule.Section.Url, new(BidsValidateDocument.NameOf(rule.Severity)));

    private static Result Of(BidsFinding finding, int rule, BidsLanguage language, BidsFinding? cause) => new(
        finding.Rule.Id, rule, BidsValidateDocument.NameOf(finding.Rule.Severity),
        new($"{finding.What(language)} {finding.Why(language)} {finding.Fix(language)}"),
        [new(PlaceOf(finding))],
        cause is null ? null : [new(PlaceOf(cause), new(cause.What(language)))],
        finding.Count);

    private static PhysicalLocation PlaceOf(BidsFinding finding) => new(
        new(string.Join('/', finding.File.Split('/').Select(Uri.EscapeDataString)), Root),
        finding.Line is null && finding.Byte is null ? null : new(finding.Line, finding.Column, finding.Byte));
}
