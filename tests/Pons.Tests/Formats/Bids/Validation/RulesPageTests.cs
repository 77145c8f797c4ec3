using System.Globalization;
using System.Text;
using Pons.Formats.Bids.Validation;

namespace Pons.Tests.Formats.Bids.Validation;

/// <summary>The page of all rules is written out of the rules themselves.</summary>
public sealed class RulesPageTests
{
    private static string PagePath => Path.Combine(RecordedData.Root(), "docs", "reference", "bids-validation.md");

    [Fact]
    public void Page_of_rules_is_the_one_that_the_rules_give()
    {
        var expected = Page(BidsRules.Current);
        if (File.Exists(PagePath) && File.ReadAllText(PagePath).ReplaceLineEndings("\n") == expected) return;
        if (Environment.GetEnvironmentVariable("PONS_RENEW") == "1") File.WriteAllText(PagePath, expected);
        Assert.Fail("docs/reference/bids-validation.md is not what the rules give. Run this test once with PONS_RENEW=1 and look through the changes.");
    }

    [Fact]
    public void Every_rule_speaks_both_languages()
    {
        foreach (var rule in BidsRules.Current.All)
        {
            Assert.All((string[])[rule.English.Check, rule.English.What, rule.English.Why, rule.English.Fix], t => Assert.DoesNotContain(t, char.IsSurrogate));
            Assert.All((string[])[rule.Chinese.Check, rule.Chinese.Why], t => Assert.Contains(t, c => c >= '\u4E00'));
            Assert.Equal(rule.English.Details.Keys.Order(), rule.Chinese.Details.Keys.Order());
            Assert.Equal(Slots(rule.English), Slots(rule.Chinese));
        }
    }

    [Fact]
    public void Every_field_that_is_asked_for_has_a_shape()
    {
        var rules = BidsRules.Current;
        foreach (var sidecar in rules.Sidecars)
            foreach (var field in sidecar.Required.Concat(sidecar.Recommended).Concat(sidecar.Optional))
                Assert.True(rules.Field(field, "") is not null, $"{sidecar.Name}: {field} has no shape in 'fields'.");
    }

    [Fact]
    public void Every_rule_states_a_section_with_an_address() =>
        Assert.All(BidsRules.Current.All, r => Assert.StartsWith("https://", r.Section.Url, StringComparison.Ordinal));

    private static string Slots(BidsRuleText text) => string.Join(' ', ((string[])["{name}", "{found}", "{expected}", "{other}"])
        .Where(s => (text.What + text.Why + text.Fix).Contains(s, StringComparison.Ordinal)));

    private static string Page(BidsRules rules)
    {
        var page = new StringBuilder();
        void Line(string text = "") => page.Append(text).Append('\n');
        Line("# What `pons bids validate` checks");
        Line();
        Line($"Rules of the {rules.Specification}, version {rules.SpecificationVersion}, in our words. This page is written by a test out of");
        Line("`src/Pons/Formats/Bids/Validation/bids-rules.json`; change that file, then run the test with `PONS_RENEW=1`.");
        Line();
        Line("A finding names the rule, the file, the line or byte, what was found, what was expected and what to do. What follows from another fault");
        Line("is told with it, and what could not be checked because of it is listed. Status 0: valid; 1: not valid; 3: it cannot be read.");
        Line();
        Line("Looked into are EEG, iEEG, MEG side-cars, EMG, NIRS, physiology, behaviour and what surrounds them. Files of MRI, PET, microscopy, motion and");
        Line("spectroscopy are held against the grammar of names only. Recordings are opened by their headers, in every format that Pons reads.");
        Line();
        Line($"## Rules ({rules.All.Length.ToString(CultureInfo.InvariantCulture)})");
        Line();
        Line("The last column is the code of the official validator for the same fault, where it has one.");
        Line();
        Line("| Rule | Severity | Holds for | What holds in a valid data set | 有效数据集应满足 | Section | Official |");
        Line("|---|---|---|---|---|---|---|");
        foreach (var r in rules.All)
            Line($"| `{r.Id}` | {(r.Severity == BidsSeverity.Error ? "error" : "warning")} | `{r.Applies}` | {Cell(r.English.Check)} | {Cell(r.Chinese.Check)} | [{Cell(r.Section.Title)}]({r.Section.Url}) | {r.Alike} |");
        Line();
        Line("## Fields of side-cars and documents");
        foreach (var sidecar in rules.Sidecars) AddSidecar(sidecar, rules, Line);
        Line();
        Line("## Columns of tables");
        foreach (var table in rules.Tables) AddTable(table, rules, Line);
        Line();
        Line("## Names of files");
        Line();
        Line("Entities with `!` are required.");
        Line();
        Line("| Data type | Suffix | Extensions | Entities, in order |");
        Line("|---|---|---|---|");
        foreach (var file in rules.Files)
            Line($"| {string.Join(' ', file.Datatypes)} | {string.Join(' ', file.Suffixes)} | {string.Join(' ', file.Extensions.Select(e => $"`{e}`"))} | {string.Join(' ', file.Allowed.Select(e => file.Required.Contains(e) ? e + "!" : e))} |");
        return page.ToString();
    }

    private static void AddSidecar(SidecarRequirement sidecar, BidsRules rules, Action<string> line)
    {
        line("");
        line($"### `{sidecar.Name}`");
        line("");
        line($"[{rules.Section(sidecar.Section).Title}]({rules.Section(sidecar.Section).Url})");
        line("");
        line("| Field | Level | Value |");
        line("|---|---|---|");
        void Add(IEnumerable<string> fields, string level)
        {
            foreach (var field in fields) line($"| `{field}` | {level} | {Cell(rules.Field(field, "")!.Notation)} |");
        }

        Add(sidecar.Required, "required");
        foreach (var condition in sidecar.Conditions)
        {
            Add(condition.Required, $"required when `{condition}`");
            Add(condition.Recommended, $"recommended when `{condition}`");
        }

        Add(sidecar.Recommended, "recommended");
        Add(sidecar.Optional, "optional");
        foreach (var old in sidecar.Deprecated) line($"| `{old.Name}` | deprecated | use `{old.Value.Text}` |");
    }

    private static void AddTable(TableLayout table, BidsRules rules, Action<string> line)
    {
        line("");
        line($"### `{table.Name}`");
        line("");
        line($"[{rules.Section(table.Section).Title}]({rules.Section(table.Section).Url})"
            + (table.First.IsEmpty ? "" : $"; first, in this order: {string.Join(", ", table.First)}")
            + (table.Unique.IsEmpty ? "" : $"; one row for each {string.Join(" and ", table.Unique)}")
            + (table.MustDescribe ? "; further columns only when a JSON file describes them." : "."));
        line("");
        line("| Column | Level | Value |");
        line("|---|---|---|");
        void Add(IEnumerable<string> columns, string level)
        {
            foreach (var column in columns) line($"| `{column}` | {level} | {Cell(table.Shape(column)!.Notation)} |");
        }

        Add(table.Required, "required");
        Add(table.Recommended, "recommended");
        Add(table.Optional, "optional");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
