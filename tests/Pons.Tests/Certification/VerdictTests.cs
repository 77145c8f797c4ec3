using Pons.Certification;
using Pons.Certification.Budgets;

namespace Pons.Tests.Certification;

public sealed class VerdictTests
{
    private static readonly LimitSource Source = new(false, "for the test", "供测试");
    private static readonly PercentileLimit Limit = new("loop", 0.99, 10, Source);

    [Fact]
    public void Within_with_certainty_passes() => Assert.Equal(Verdict.Pass, Limit.Judge(Times(5, 1000)).Verdict);

    [Fact]
    public void Within_but_uncertain_is_undecided()
    {
        var fewTimes = Limit.Judge(Times(5, 200));
        Assert.Equal((Verdict.Undecided, 5.0, (double?)null), (fewTimes.Verdict, fewTimes.Measured, fewTimes.UpperLimit));
        var nearTheLimit = Limit.Judge(MeasurementResult.Of("loop", [.. Enumerable.Repeat(5.0, 992), .. Enumerable.Repeat(11.0, 8)]));
        Assert.Equal((Verdict.Undecided, 5.0, 11.0), (nearTheLimit.Verdict, nearTheLimit.Measured, nearTheLimit.UpperLimit));
    }

    [Fact]
    public void Beyond_fails() => Assert.Equal(Verdict.Fail, Limit.Judge(Times(11, 100)).Verdict);

    [Fact]
    public void Too_few_times_are_not_measured_however_good()
    {
        var verdict = Limit.Judge(Times(0.1, 99));
        Assert.Equal((Verdict.NotMeasured, NotMeasuredKind.TooFew, "99 < 100"), (verdict.Verdict, verdict.Absent?.Kind, verdict.Absent?.Detail));
    }

    [Fact]
    public void What_is_absent_never_passes()
    {
        Assert.Equal(NotMeasuredKind.LeftOut, Limit.Judge(null).Absent?.Kind);
        var missing = Limit.Judge(MeasurementResult.Missing("loop", NotMeasuredKind.NoProgram, "Chromium"));
        Assert.Equal((Verdict.NotMeasured, "Chromium"), (missing.Verdict, missing.Absent?.Detail));
        Assert.Equal(Verdict.NotMeasured, new FigureLimit("loop", "bandwidth", true, 1, "MB/s", Source).Judge(Times(1, 10)).Verdict);
        Assert.Equal(NotMeasuredKind.TooFew, Limit.Judge(MeasurementResult.Of("loop", [])).Absent?.Kind);
    }

    [Theory]
    [InlineData(true, 100, Verdict.Pass)]
    [InlineData(true, 101, Verdict.Fail)]
    [InlineData(false, 100, Verdict.Pass)]
    [InlineData(false, 99, Verdict.Fail)]
    public void A_figure_is_reached_or_not_exceeded(bool least, double limit, Verdict expected)
    {
        var result = MeasurementResult.Of("disk", [1], new Figure("bandwidth", 100, "MB/s"));
        Assert.Equal(expected, new FigureLimit("disk", "bandwidth", least, limit, "MB/s", Source).Judge(result).Verdict);
    }

    [Fact]
    public void A_paradigm_is_as_good_as_its_worst_limit()
    {
        var good = new PercentileLimit("tcp", 0.99, 10, Source);
        var tcp = MeasurementResult.Of("tcp", [.. Enumerable.Repeat(1.0, 1000)]);
        var budget = new ParadigmBudget("test", [good, Limit]);
        Assert.Equal(Verdict.NotMeasured, budget.Judge([tcp]).Verdict);
        Assert.Equal(Verdict.Undecided, budget.Judge([tcp, Times(5, 200)]).Verdict);
        Assert.Equal(Verdict.Pass, budget.Judge([tcp, Times(5, 1000)]).Verdict);
        Assert.Equal(Verdict.Fail, budget.Judge([Times(11, 1000)]).Verdict);
    }

    [Fact]
    public void Budgets_have_names_of_their_own_and_say_where_numbers_come_from()
    {
        Assert.Distinct(ParadigmBudgets.All.Select(b => b.Name));
        var limits = ParadigmBudgets.All.SelectMany(b => b.Limits).ToList();
        Assert.All(limits, l => Assert.True(l.Source.En.Length > 0 && l.Source.Zh.Length > 0 && l.Value >= 0));
        Assert.All(ParadigmBudgets.All, b => Assert.NotEmpty(b.Limits));
        Assert.Same(ParadigmBudgets.All[0], ParadigmBudgets.Find(ParadigmBudgets.All[0].Name));
    }

    private static MeasurementResult Times(double milliseconds, int count) => MeasurementResult.Of("loop", [.. Enumerable.Repeat(milliseconds, count)]);
}
