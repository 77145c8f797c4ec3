using Pons.Evaluation;

namespace Pons.Tests.Evaluation;

public sealed class ConfoundTests
{
    [Theory]
    [InlineData(3, 4)]
    [InlineData(5, 2)]
    [InlineData(1, 6)]
    public void Few_runs_are_as_probable_as_counting_all_orders_says(int n, int m)
    {
        var orders = Enumerable.Range(0, 1 << (n + m)).Where(o => int.PopCount(o) == n).ToList();
        for (var most = 2; most <= n + m; most++)
        {
            var share = orders.Count(o => 1 + Enumerable.Range(1, n + m - 1).Count(i => ((o >> i) & 1) != ((o >> (i - 1)) & 1)) <= most) / (double)orders.Count;
            Assert.Equal(share, ConfoundSearch.AtMostRuns(most, n, m), 1e-12);
        }
    }

    [Fact]
    public void Classes_in_one_recording_each_are_confounded()
    {
        var confounds = ConfoundSearch.In(Rows(("1", "aaaa"), ("2", "bbbb")));
        Assert.Equal(ConfoundKind.Recording, Assert.Single(confounds).Kind);
        Assert.Empty(ConfoundSearch.In(Rows(("1", "abba"), ("2", "bbbb"))));
    }

    [Fact]
    public void A_class_that_lies_together_in_a_long_run_is_confounded_with_time()
    {
        Assert.Equal(ConfoundKind.Time, Assert.Single(ConfoundSearch.In(Rows(("1", "aaaaaaaaaabbbbbbbbbb")))).Kind);
        Assert.Empty(ConfoundSearch.In(Rows(("1", "abbabaababbabaabbaab"))));
        // Six trials cannot show it.
        Assert.Empty(ConfoundSearch.In(Rows(("1", "aaabbb"))));
    }

    private static System.Collections.Immutable.ImmutableArray<SubjectResult> Rows(params (string Run, string Classes)[] runs)
    {
        var trials = runs.SelectMany(r => r.Classes.Select((c, i) => new TestedTrial(
            new(new("s"), new("1"), new(r.Run), 100 * i, 100 * i + 50, new(new("c"), i), 100 * i), new($"{c}"), new([new("a"), new("b")], [0.5, 0.5])))).ToList();
        return [new(new("s"), "d", Scores.Of([trials], [new("a"), new("b")], 1), [new("f", "h", 1, 1, [.. trials])])];
    }
}
