using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pons.Formats.Bids.Validation;

/// <summary>The file <c>bids-rules.json</c> as it is written; <see cref="BidsRules"/> is what the checks use.</summary>
internal sealed record RulesDocument(
    RulesDocument.SpecificationPart Specification,
    Dictionary<string, RulesDocument.SectionPart> Sections,
    Dictionary<string, string[]> Values,
    Dictionary<string, string> Fields,
    Dictionary<string, string> ColumnFields,
    RulesDocument.SidecarPart[] Sidecars,
    RulesDocument.TablePart[] Tables,
    RulesDocument.FilesPart[] Files,
    Dictionary<string, string> ChannelCounts,
    RulesDocument.FoldersPart Folders,
    RulesDocument.RulePart[] Rules)
{
    internal sealed record SpecificationPart(string Name, string Version, string Url, string[] Versions);

    internal sealed record SectionPart(string Title, string Page);

    internal sealed record SidecarPart(
        string Name, string Section, string? Path, string? Datatypes, string? Suffixes, string? NeedsEntity, bool IsDocument,
        string? Required, string? Recommended, string? Optional, Dictionary<string, string>? Deprecated, WhenPart[]? When);

    internal sealed record WhenPart(string Field, string? Is, string? Required, string? Recommended);

    internal sealed record TablePart(
        string Name, string Section, string? Datatypes, string? Suffixes, string? First, string? Unique, bool MustDescribe,
        Dictionary<string, string>? Required, Dictionary<string, string>? Recommended, Dictionary<string, string>? Optional);

    internal sealed record FilesPart(string Section, string? Datatypes, string Suffixes, string Extensions, string Entities);

    internal sealed record FoldersPart(string[] Opaque, string[] Lenient, string[] Root);

    internal sealed record RulePart(
        string Id, BidsSeverity Severity, string Section, string Applies, string? Alike, BidsRuleText En, BidsRuleText Zh);

    public static RulesDocument Read()
    {
        using var stream = typeof(RulesDocument).Assembly.GetManifestResourceStream("bids-rules.json")!;
        return JsonSerializer.Deserialize(stream, RulesJson.Default.RulesDocument)!;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(RulesDocument))]
internal sealed partial class RulesJson : JsonSerializerContext;
