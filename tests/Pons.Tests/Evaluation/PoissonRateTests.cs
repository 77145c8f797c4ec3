using Pons.Evaluation;

namespace Pons.Tests.Evaluation;

public sealed class PoissonRateTests
{
    /// <summary>chi2.ppf(0.025, 2k)/2 and chi2.ppf(0.975, 2k + 2)/2 of SciPy 1.10.1.</summary>
    [Theory]
    [InlineData(0, 0.0, 3.6888794541139354)]
    [InlineData(1, 0.025317807984289876, 5.571643390938898)]
    [InlineData(3, 0.6186721228956014, 8.767273069742323)]
    [InlineData(10, 4.7953886961324335, 18.39035604201778)]
    [InlineData(100, 81.36399125092314, 121.62679379242638)]
    [InlineData(1000, 938.9730184076952, 1063.952136016302)]
    [InlineData(20000, 19723.767600607054, 20279.133627926407)]
    public void The_interval_is_that_of_the_reference(int count, double low, double high)
    {
        var rate = PoissonRate.Of(count, 2);
        Assert.Equal(count / 2.0, rate.Value);
        Assert.Equal(low / 2, rate.Low, 1e-9 * (1 + low));
        Assert.Equal(high / 2, rate.High, 1e-9 * high);
    }

    [Fact]
    public void Time_that_was_not_watched_and_negative_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonRate.Of(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonRate.Of(-1, 1));
    }
}
