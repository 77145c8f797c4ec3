using Pons.Formats.Bids.Validation;

namespace Pons.Tests.Formats.Bids.Validation;

/// <summary>Each fault that is planted in a valid data set is named by its rule, with its file and a remedy, and by nothing else.</summary>
public sealed partial class PlantedFaultTests
{
    public static TheoryData<string> Names => [.. PlantedFault.All.Select(NameOf)];

    private static string NameOf(PlantedFault fault) => fault.Variant.Length == 0 ? fault.Rule : $"{fault.Rule} ({fault.Variant})";

    [Theory]
    [MemberData(nameof(Names))]
    public void A_planted_fault_is_named_and_nothing_else(string name)
    {
        var planted = PlantedFault.All.Single(f => NameOf(f) == name);
        var tree = new BidsTree();
        planted.Plant(tree);
        var report = tree.Validate(onDisk: planted.OnDisk);
        var told = string.Join('\n', report.Findings.Select(f => $"#{f.Number} {f.Rule.Id} {f.Place} because {f.Because}: {f.What(default)}"));
        var finding = report.Findings.FirstOrDefault(f => f.Rule.Id == planted.Rule && f.File == planted.File);
        Assert.True(finding is not null, told.Length > 0 ? told : "nothing was found");
        if (planted.Line is { } line) Assert.True(finding.Line == line, told);
        Assert.True(report.Findings.All(f => f == finding || f.Because is not null), told);
        foreach (var language in Enum.GetValues<BidsLanguage>())
            foreach (var text in (string[])[finding.What(language), finding.Why(language), finding.Fix(language)])
                Assert.True(text.Length >= 3 && !Slot().IsMatch(text), text);
        Assert.Equal(BidsRules.Current[planted.Rule].Severity == BidsSeverity.Warning, report.IsValid);
    }

    [Fact]
    public void Every_rule_has_a_planted_fault()
    {
        var hed = BidsRules.Current.All.Where(r => r.Section == BidsRules.Current["TAG_INVALID"].Section || r.Id.StartsWith("hed-", StringComparison.Ordinal)).Select(r => r.Id);
        Assert.Equal([], BidsRules.Current.All.Select(r => r.Id).Except(hed).Except(PlantedFault.All.Select(f => f.Rule)));
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\{[a-z]+\}")]
    private static partial System.Text.RegularExpressions.Regex Slot();
}
