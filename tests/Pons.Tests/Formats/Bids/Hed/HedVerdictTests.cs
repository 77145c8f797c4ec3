using System.Text.Json;
using Pons.Formats.Bids.Validation;
using Pons.Tests.Formats.Bids.Validation;

namespace Pons.Tests.Formats.Bids.Hed;

/// <summary>
/// Annotations with the codes that they must get. The list is ours; the codes were compared with those of hed-validator 4.1.2, and where
/// we hold otherwise the entry says so.
/// </summary>
public sealed class HedVerdictTests
{
    private static readonly JsonElement[] Entries = [.. JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(RecordedData.Root(), "tests", "Pons.Tests", "Formats", "Bids", "Hed", "hed-verdicts.json"))).RootElement.EnumerateArray()];

    [Fact]
    public void Every_annotation_gets_its_codes()
    {
        var wrong = Entries.Select(e => (Entry: e, Codes: CodesOf(e))).Where(v => !v.Codes.SequenceEqual(Texts(v.Entry, "codes")))
            .Select(v => $"{string.Join(' ', v.Codes)} for {v.Entry.GetRawText()}").ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {Entries.Length}:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void Every_code_has_an_annotation()
    {
        var told = Entries.SelectMany(e => FindingsOf(e).Select(f => f.Rule.Id)).ToHashSet();
        Assert.Equal([], BidsRules.Current.All.Where(r => r.Section == HedCodes || r.Id == "SIDECAR_KEY_MISSING").Select(r => r.Id).Except(told));
    }

    [Fact]
    public void There_are_more_than_two_hundred() => Assert.True(Entries.Length > 200);

    private static BidsSection HedCodes => BidsRules.Current["TAG_INVALID"].Section;

    private static IEnumerable<string> CodesOf(JsonElement entry) =>
        FindingsOf(entry).Where(f => f.Rule.Section == HedCodes && f.Rule.Severity == BidsSeverity.Error).Select(f => f.Rule.Id).Distinct().Order(StringComparer.Ordinal);

    private static System.Collections.Immutable.ImmutableArray<BidsFinding> FindingsOf(JsonElement entry)
    {
        var tree = new BidsTree();
        tree.Keep("README", "CHANGES");
        var version = entry.TryGetProperty("version", out var v) ? v.GetRawText() : "\"8.4.0\"";
        tree["dataset_description.json"] = $$"""{ "Name": "x", "BIDSVersion": "1.11.1", "HEDVersion": {{version}} }""";
        const string Stem = "sub-01/beh/sub-01_task-x_events";
        if (entry.TryGetProperty("sidecar", out var sidecar) && sidecar.ValueKind == JsonValueKind.Object) tree[Stem + ".json"] = sidecar.GetRawText();
        tree[Stem + ".tsv"] = entry.TryGetProperty("table", out var table) ? table.GetString()!
            : entry.TryGetProperty("hed", out var hed) ? $"onset\tduration\tHED\n1.0\t0\t{hed.GetString()}\n" : "onset\tduration\n";
        return tree.Validate().Findings;
    }

    private static IEnumerable<string> Texts(JsonElement entry, string name) => entry.GetProperty(name).EnumerateArray().Select(c => c.GetString()!);
}
