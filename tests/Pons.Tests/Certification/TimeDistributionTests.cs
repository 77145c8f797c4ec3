using Pons.Certification;

namespace Pons.Tests.Certification;

public sealed class TimeDistributionTests
{
    [Theory]
    [InlineData(0.5, 500)]
    [InlineData(0.99, 990)]
    [InlineData(0.999, 999)]
    public void Percentiles_are_nearest_ranks(double share, double expected) => Assert.Equal(expected, OneTo(1000).At(share));

    [Fact]
    public void Order_does_not_matter()
    {
        var times = TimeDistribution.Of([3, 1, 2]);
        Assert.Equal((1, 2, 3, 3), (times.Min, times.At(0.5), times.Max, times.Count));
    }

    [Fact]
    public void A_percentile_needs_a_time_beyond_it()
    {
        Assert.Null(OneTo(99).At(0.99));
        Assert.Equal(99, OneTo(100).At(0.99));
        Assert.Null(OneTo(999).At(0.999));
        Assert.NotNull(OneTo(1000).At(0.999));
    }

    /// <summary>The least number for a distribution-free limit: ln 0.05 / ln 0.99 and ln 0.05 / ln 0.999, rounded up.</summary>
    [Fact]
    public void A_limit_needs_as_many_times_as_Wilks_says()
    {
        Assert.Equal(299, TimeDistribution.NeededForLimit(0.99));
        Assert.Equal(2995, TimeDistribution.NeededForLimit(0.999));
        Assert.Null(OneTo(298).UpperLimit(0.99));
        Assert.Equal(299, OneTo(299).UpperLimit(0.99));
    }

    /// <summary>Ranks from the binomial distribution, summed in Python: n − m for the largest m with P(at most m beyond) ≤ 0.05.</summary>
    [Theory]
    [InlineData(1000, 0.99, 996)]
    [InlineData(5000, 0.99, 4962)]
    [InlineData(100_000, 0.999, 99_917)]
    [InlineData(1000, 0.5, 527)]
    public void A_limit_is_the_order_statistic_of_the_binomial_distribution(int count, double share, double expected) =>
        Assert.Equal(expected, OneTo(count).UpperLimit(share));

    [Fact]
    public void The_limit_covers_the_true_percentile_in_nineteen_of_twenty_runs()
    {
        var random = new Random(5);
        var covered = 0;
        for (var run = 0; run < 2000; run++)
        {
            var times = TimeDistribution.Of([.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())]);
            if (times.UpperLimit(0.99) >= 0.99) covered++;
        }

        Assert.InRange(covered, 1900 - 30, 2000);
    }

    [Fact]
    public void Nothing_and_nonsense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TimeDistribution.Of([]));
        Assert.Throws<ArgumentException>(() => TimeDistribution.Of([1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneTo(3).At(1));
    }

    private static TimeDistribution OneTo(int count) => TimeDistribution.Of([.. Enumerable.Range(1, count).Select(i => (double)i)]);
}
