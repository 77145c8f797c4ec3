using FsCheck.Fluent;
using Pons.Streams;

namespace Pons.Tests.Streams;

public sealed class TimestampTests
{
    private static readonly ClockId Amplifier = new("amplifier");

    [Fact]
    public void Times_on_one_clock_subtract_exactly() =>
        Prop.ForAll<int, int>((a, b) => (new Timestamp(Amplifier, a) - new Timestamp(Amplifier, b)).Nanoseconds == (long)a - b)
            .Holds();

    [Fact]
    public void Times_on_two_clocks_do_not_subtract_and_the_error_names_both()
    {
        var fault = Assert.Throws<ClockMismatchException>(() => new Timestamp(Amplifier, 5) - new Timestamp(ClockId.Host, 3));
        Assert.Contains("amplifier", fault.What, StringComparison.Ordinal);
        Assert.Contains("host", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_on_two_clocks_do_not_compare() =>
        Assert.Throws<ClockMismatchException>(() => new Timestamp(Amplifier, 5) < new Timestamp(ClockId.Host, 3));

    [Fact]
    public void Samples_become_time_without_summing_errors() =>
        Assert.Equal(3_600_000_000_000, Duration.OfSamples(3_600L * 512, 512).Nanoseconds);
}
