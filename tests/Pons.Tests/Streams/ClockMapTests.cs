using FsCheck.Fluent;
using Pons.Streams;

namespace Pons.Tests.Streams;

public sealed class ClockMapTests
{
    private static readonly ClockId Device = new("device");

    [Fact]
    public void An_exact_line_is_recovered() =>
        Prop.ForAll(
            Gen.Choose(-500, 500).ToArbitrary(),
            Gen.Choose(-1_000_000, 1_000_000).ToArbitrary(),
            (partsPerMillion, offsetMicroseconds) =>
            {
                var pairs = Enumerable.Range(0, 30).Select(i => Pair(i * 1_000_000_000L, partsPerMillion, offsetMicroseconds * 1000L)).ToList();
                var map = ClockMap.Fit(pairs);
                var (from, to) = Pair(12_345_678_901, partsPerMillion, offsetMicroseconds * 1000L);
                return Math.Abs((map.Convert(from) - to).Nanoseconds) <= 3 && map.UncertaintyNanoseconds <= 2;
            }).Holds();

    [Fact]
    public void A_quarter_of_late_readings_does_not_bend_the_map()
    {
        var pairs = Enumerable.Range(0, 100).Select(i =>
        {
            var (from, to) = Pair(i * 100_000_000L, 20, 5_000_000);
            return (from, i % 4 == 0 ? to + new Duration(40_000_000) : to);
        }).ToList();
        var map = ClockMap.Fit(pairs);
        Assert.InRange(map.DriftPartsPerMillion, 19.9, 20.1);
        var (time, truth) = Pair(5_050_000_000, 20, 5_000_000);
        Assert.InRange((map.Convert(time) - truth).Nanoseconds, -1000, 1000);
        Assert.True(map.UncertaintyNanoseconds > 30_000_000, "late readings belong to the stated uncertainty");
    }

    [Fact]
    public void A_time_on_another_clock_is_refused()
    {
        var map = ClockMap.Fit([Pair(0, 0, 0), Pair(1_000, 0, 0)]);
        Assert.Throws<ClockMismatchException>(() => map.Convert(new Timestamp(ClockId.Host, 0)));
    }

    [Fact]
    public void One_pair_is_too_few() => Assert.Throws<ArgumentException>(() => ClockMap.Fit([Pair(0, 0, 0)]));

    private static (Timestamp From, Timestamp To) Pair(long nanoseconds, int partsPerMillion, long offset) =>
        (new(Device, nanoseconds), new(ClockId.Host, nanoseconds + offset + nanoseconds * partsPerMillion / 1_000_000));
}
