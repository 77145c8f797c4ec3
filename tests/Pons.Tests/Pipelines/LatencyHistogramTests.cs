using FsCheck.Fluent;
using Pons.Pipelines;

namespace Pons.Tests.Pipelines;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_are_right_within_a_thirty_second() =>
        Prop.ForAll(Gen.NonEmptyListOf(Gen.Choose(0, 2_000_000)).ToArbitrary(), ticks =>
        {
            var histogram = new LatencyHistogram();
            foreach (var t in ticks) histogram.Add(TimeSpan.FromTicks(t));
            var sorted = ticks.Order().Select(t => t * 1e-4).ToArray();
            var summary = histogram.Summarise("s");
            return Near(summary.P50Milliseconds, sorted[(int)Math.Ceiling(0.5 * sorted.Length) - 1])
                && Near(summary.P99Milliseconds, sorted[(int)Math.Ceiling(0.99 * sorted.Length) - 1])
                && Math.Abs(summary.MaxMilliseconds - sorted[^1]) < 1e-9
                && summary.Count == sorted.Length;
        }).Holds();

    [Fact]
    public void Nothing_measured_gives_zeros() => Assert.Equal(new LatencySummary("s", 0, 0, 0, 0, 0), new LatencyHistogram().Summarise("s"));

    [Fact]
    public void Hours_do_not_overflow()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromDays(30));
        Assert.Equal(TimeSpan.FromDays(30).TotalMilliseconds, histogram.Summarise("s").MaxMilliseconds, 3);
    }

    private static bool Near(double actual, double expected) => Math.Abs(actual - expected) <= expected / 32 + 1e-5;
}
