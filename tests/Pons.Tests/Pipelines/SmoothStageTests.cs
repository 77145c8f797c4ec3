using Pons.Pipelines;

namespace Pons.Tests.Pipelines;

public sealed class SmoothStageTests
{
    [Fact]
    public void The_moving_mean_starts_anew_with_a_cue()
    {
        var smooth = Run(SmoothStage.Exponential(0.25), (10, 1.0), (10, 0.0), (10, 0.0), (50, 0.2));
        Assert.Equal([1, 0.75, 0.5625, 0.2], smooth.Select(d => d.Prediction.Probabilities[0]));
        Assert.Equal([0, 0, 0, 3], smooth.Select(d => d.FirstSampleIndex));
    }

    [Fact]
    public void Evidence_accumulates_to_the_product_of_the_odds()
    {
        var smooth = Run(SmoothStage.Bayesian(1), (10, 0.6), (10, 0.6), (10, 0.6), (10, 0.4));
        var odds = smooth.Select(d => d.Prediction.Probabilities[0] / d.Prediction.Probabilities[1]).ToArray();
        Assert.Equal(1.5, odds[0], 12);
        Assert.Equal(1.5 * 1.5 * 1.5, odds[2], 12);
        Assert.Equal(1.5 * 1.5, odds[3], 12);
    }

    [Fact]
    public void A_certain_decision_can_be_overcome()
    {
        var smooth = Run(SmoothStage.Bayesian(1), [(10, 1.0), .. Enumerable.Repeat((10, 0.01), 10)]);
        Assert.True(smooth[^1].Prediction.Probabilities[1] > 0.99);
        Assert.All(smooth, d => Assert.Equal(1, d.Prediction.Probabilities.Sum(), 12));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_weight_outside_its_range_cannot_be_made(double weight)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SmoothStage.Exponential(weight));
        Assert.Throws<ArgumentOutOfRangeException>(() => SmoothStage.Bayesian(weight));
    }

    private static List<Decision> Run(SmoothStage stage, params (int Cue, double Probability)[] items)
    {
        var decisions = new List<Decision>();
        var run = stage.Start(MadeUp.Stream(), new SinkRun<Decision>(decisions.Add));
        for (var i = 0; i < items.Length; i++)
            run.Process(new(
                MadeUp.Time(i), i, i + 1, new([new("a"), new("b")], [items[i].Probability, 1 - items[i].Probability]), "hash", null, [])
            {
                CueSampleIndex = items[i].Cue,
            });
        return decisions;
    }
}
