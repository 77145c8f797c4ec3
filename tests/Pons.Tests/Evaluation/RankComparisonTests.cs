using System.Collections.Immutable;
using FsCheck.Fluent;
using Pons.Decoding.Erp;
using Pons.Evaluation;
using Pons.Tests.Reference;

namespace Pons.Tests.Evaluation;

/// <summary>Numbers of SciPy 1.10.1 and scikit-learn 1.2: friedmanchisquare, rankdata, f.sf, chi2.sf, studentized_range.ppf, roc_curve.</summary>
public sealed class RankComparisonTests
{
    private static readonly ImmutableArray<string> Names = ["a", "b", "c", "d", "e"];

    private static readonly double[][] Scores =
    [
        [62, 58, 66, 71, 49, 60, 95, 55, 47, 62], [60, 51, 66, 64, 49, 53, 87, 51, 44, 58], [64, 58, 69, 71, 53, 62, 96, 53, 47, 60],
        [62, 60, 64, 73, 53, 60, 91, 51, 53, 60], [67, 60, 69, 76, 53, 64, 100, 58, 56, 58],
    ];

    [Fact]
    public void Ranks_and_tests_equal_the_reference()
    {
        var ranked = RankComparison.Of(Names, Scores, Pairs(Scores));
        Assert.Equal(["e", "c", "d", "a", "b"], ranked.Names);
        Assert.Equal([1.55, 2.55, 3.05, 3.15, 4.7], ranked.AverageRanks);
        Assert.Equal(22.695652173913036, ranked.Friedman.Statistic, 1e-11);
        Assert.Equal(0.0001456438842607772, ranked.Friedman.P, 1e-15);
        Assert.Equal(11.804020100502504, ranked.ImanDavenport.Statistic, 1e-11);
        Assert.Equal(3.158187506868803e-06, ranked.ImanDavenport.P, 1e-17);
        Assert.Equal(2.7277743708703763 * Math.Sqrt(0.5), ranked.CriticalDifference, 1e-10);
        Assert.Equal(10 / 512.0, ranked.SmallestAdjustedPValue);
    }

    [Fact]
    public void Distributions_equal_the_reference()
    {
        double[] tails = [0.006895461063618973, 0.02599112877875535, 0.06292623645904312, 0.12085874882121235, 0.3983264579760526, 0.6968519508286796];
        foreach (var (freedom, tail) in ((int[])[1, 2, 3, 4, 7, 10]).Zip(tails)) Assert.Equal(tail, ChiSquared.UpperTail(7.3, freedom), 1e-14);
        Assert.Equal(0.14350945627893927, FisherTail.Of(2.5, 7, 3), 1e-13);
        Assert.Equal(0.05958742948661675, FisherTail.Of(2.5, 36, 4), 1e-13);
        foreach (var (count, quantile) in ((int, double)[])[(3, 2.343700586378409), (4, 2.569031772546482), (10, 3.163683577053373), (20, 3.5437991315177815)])
            Assert.Equal(quantile, StudentizedRange.UpperQuantile(0.05, count) / Math.Sqrt(2), 1e-9);
    }

    [Fact]
    public void Groups_are_the_largest_without_a_difference()
    {
        PairedComparison Pair(int i, int j, double p) => new(Names[i], Names[j], 10, default, 0, p, p);
        // Scores rank as e c d a b; e differs from a and b, c from b, and d, in the middle, from nobody.
        PairedComparison[] pairs = [Pair(4, 0, 0.01), Pair(1, 4, 0.05), Pair(2, 1, 0.02), Pair(0, 1, 0.051)];
        var groups = RankComparison.Of(Names, Scores, pairs).Groups;
        Assert.Equal(["0 1 2", "1 2 3", "2 3 4"], groups.Select(g => string.Join(' ', g)));
        var everybody = Assert.Single(RankComparison.Of(Names, Scores, []).Groups);
        Assert.Equal([0, 1, 2, 3, 4], everybody);
    }

    [Fact]
    public void Equal_scores_and_too_few_say_nothing()
    {
        var equal = RankComparison.Of(["a", "b", "c"], [[1, 2], [1, 2], [1, 2]], []);
        Assert.Equal((new(0, 1), 2.0), (equal.Friedman, equal.AverageRanks[0]));
        Assert.Equal(1, equal.ImanDavenport.P);
        Assert.True(equal.SmallestAdjustedPValue > 0.05);
        Assert.Throws<ArgumentException>(() => RankComparison.Of(["a", "b"], [[1, 2], [2, 1]], []));
        Assert.Throws<ArgumentException>(() => RankComparison.Of(["a", "b", "c"], [[1], [2], [3]], []));
    }

    [Fact]
    public void The_smallest_p_is_reached_when_one_is_always_better()
    {
        double[][] scores = [[1, 2, 3, 4], [2, 3, 4, 5], [3, 4, 5, 6]];
        var pairs = Pairs(scores);
        Assert.Equal(RankComparison.Of(["a", "b", "c"], scores, pairs).SmallestAdjustedPValue, pairs.Min(p => p.AdjustedPValue));
    }

    [Fact]
    public void Ranks_add_up_and_their_order_is_that_of_the_groups() => Prop.ForAll(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        var random = new SplitMix((ulong)seed);
        var scores = Names.Select(_ => random.Gaussians(6).Select(g => Math.Round(g)).ToArray()).ToArray();
        var ranked = RankComparison.Of(Names, scores, Pairs(scores));
        return Math.Abs(ranked.AverageRanks.Sum() - 15) < 1e-9 && ranked.AverageRanks.SequenceEqual(ranked.AverageRanks.Order())
            && ranked.Friedman.P is >= 0 and <= 1 && ranked.ImanDavenport.P is >= 0 and <= 1;
    }).Holds();

    [Fact]
    public void The_curve_of_thresholds_equals_the_reference()
    {
        double[] scores = [0.1, 0.4, 0.35, 0.4, 0.8, 0.2, 0.9];
        bool[] positive = [false, true, true, false, true, false, true];
        var curve = RocArea.Curve(scores, positive);
        Assert.Equal([0, 0, 0, 1 / 3.0, 1 / 3.0, 2 / 3.0, 1], curve.Select(p => p.FalsePositiveRate));
        Assert.Equal([0, 0.25, 0.5, 0.75, 1, 1, 1], curve.Select(p => p.TruePositiveRate));
        var area = curve.Zip(curve.Skip(1), (a, b) => (b.FalsePositiveRate - a.FalsePositiveRate) * (a.TruePositiveRate + b.TruePositiveRate) / 2).Sum();
        Assert.Equal(RocArea.Of(scores, positive)!.Value.Value, area, 1e-12);
        Assert.Empty(RocArea.Curve([1, 2], [true, true]));
    }

    private static ImmutableArray<PairedComparison> Pairs(double[][] scores) => PairedComparison.Corrected([.. from i in Enumerable.Range(0, scores.Length)
        from j in Enumerable.Range(i + 1, scores.Length - i - 1) select PairedComparison.Of(Names[j], Names[i], scores[j], scores[i])]);
}
