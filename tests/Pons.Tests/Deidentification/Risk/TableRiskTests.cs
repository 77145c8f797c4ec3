using FsCheck.Fluent;
using Pons.Deidentification.Risk;
using Pons.Formats.Bids;

namespace Pons.Tests.Deidentification.Risk;

public sealed class TableRiskTests
{
    private static BidsTable Table(string[] columns, params string[][] rows)
    {
        var table = new BidsTable(["participant_id", .. columns]);
        for (var i = 0; i < rows.Length; i++) table.Add([$"sub-{i}", .. rows[i]]);
        return table;
    }

    private static string[][] Repeat(int times, params string[] row) => [.. Enumerable.Repeat(row, times)];

    [Fact]
    public void Classes_are_people_who_look_alike()
    {
        var risk = new TableRiskAssessment(SharingModel.Enclave).Assess(
            Table(["age", "sex"], [.. Repeat(4, "30", "F"), .. Repeat(3, "30", "M"), ["31", "F"]]));
        Assert.Equal([1, 3, 4], risk.ClassSizes);
        Assert.Equal((8, 1, 1), (risk.Records, risk.SmallestClass, risk.RecordsTooRare));
        Assert.Equal((1.0, 3.0 / 8), (risk.LargestRecordRisk, risk.AverageRecordRisk));
        Assert.False(risk.IsWithinLimits);
    }

    [Fact]
    public void Limits_are_those_of_the_sharing_model()
    {
        var twenty = Table(["sex"], [.. Repeat(20, "F"), .. Repeat(20, "M")]);
        var twentyOne = Table(["sex"], [.. Repeat(21, "F"), .. Repeat(21, "M")]);
        // A class of 20 is allowed, but the overall risk of 1/20 is the limit itself, and must stay below it.
        Assert.False(new TableRiskAssessment(SharingModel.Public).Assess(twenty).IsWithinLimits);
        Assert.True(new TableRiskAssessment(SharingModel.Public).Assess(twentyOne).IsWithinLimits);
        Assert.True(new TableRiskAssessment(SharingModel.Controlled, 0.9).Assess(twenty).IsWithinLimits);
    }

    [Fact]
    public void A_context_lowers_the_risk_except_in_public()
    {
        var table = Table(["sex"], [.. Repeat(6, "F"), .. Repeat(6, "M")]);
        Assert.Equal(2.0 / 12 * 0.1, new TableRiskAssessment(SharingModel.Controlled, 0.1).Assess(table).OverallRisk, 12);
        Assert.Equal(1.0 / 6, new TableRiskAssessment(SharingModel.Public, 0.1).Assess(table).OverallRisk, 12);
        Assert.True(new TableRiskAssessment(SharingModel.Controlled, 0.1).Assess(table).IsWithinLimits);
        Assert.False(new TableRiskAssessment(SharingModel.Controlled).Assess(table).IsWithinLimits);
    }

    [Fact]
    public void The_suggestion_is_the_least_that_suffices()
    {
        // Ages 20 to 29, one of each: ranges of 5 make classes of 5, as controlled sharing asks; ranges of 10 or leaving out cost more.
        var table = Table(["age"], [.. Enumerable.Range(20, 10).SelectMany(a => Repeat(1, $"{a}"))]);
        var risk = new TableRiskAssessment(SharingModel.Controlled, 0.1).Assess(table);
        Assert.Equal([new Generalisation("age", 5)], risk.Suggestion!.Value);
    }

    [Fact]
    public void A_text_column_can_only_be_left_out()
    {
        var table = Table(["town", "sex"], [.. Enumerable.Range(0, 8).Select(i => new[] { $"town {i}", "F" })]);
        Assert.Equal([new Generalisation("town", null)], new TableRiskAssessment(SharingModel.Enclave, 0.2).Assess(table).Suggestion!.Value);
    }

    [Fact]
    public void Too_few_people_cannot_be_helped() =>
        Assert.Null(new TableRiskAssessment(SharingModel.Public).Assess(Table(["age"], ["30"], ["40"])).Suggestion);

    [Fact]
    public void Only_the_named_columns_count()
    {
        var table = Table(["age", "score"], [.. Enumerable.Range(0, 6).Select(i => new[] { "30", $"{i}" })]);
        Assert.Equal([6], new TableRiskAssessment(SharingModel.Controlled, 0.1).Assess(table, ["age"]).ClassSizes);
        Assert.Throws<ArgumentException>(() => new TableRiskAssessment(SharingModel.Controlled).Assess(table, ["weight"]));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_risk_is_a_probability(double context) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableRiskAssessment(SharingModel.Enclave, context));

    [Fact]
    public void Following_the_suggestion_brings_any_table_within_the_limits() => Prop.ForAll<uint>(seed =>
    {
        var random = new Reference.SplitMix(seed);
        int Next(int end) => (int)(random.Next() % (ulong)end);
        var table = Table(["age", "sex", "site"], [.. Enumerable.Range(0, 30 + Next(60)).Select(_ => new[] { $"{18 + Next(60)}", Next(2) == 0 ? "F" : "M", $"{Next(4)}" })]);
        var assessment = new TableRiskAssessment(SharingModel.Controlled, 0.2);
        if (assessment.Assess(table).Suggestion is not { } steps) return true;
        var coarse = new BidsTable(table.Columns);
        for (var r = 0; r < table.RowCount; r++)
            coarse.Add([.. table.Columns.Select(c => steps.FirstOrDefault(s => s.Column == c) is { } step ? Coarser(table[r, c]!, step.BinWidth) : table[r, c]!)]);
        return assessment.Assess(coarse).IsWithinLimits;
    }).Holds(200);

    private static string Coarser(string value, double? width) => width is { } w ? $"{Math.Floor(int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) / w)}" : "";
}
