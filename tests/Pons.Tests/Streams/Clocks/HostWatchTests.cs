using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Streams.Clocks;

public sealed class HostWatchTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public void Nothing_is_noticed_while_nothing_happens()
    {
        var watch = new HostWatch(_time);
        for (var i = 0; i < 100; i++)
        {
            _time.Pass(TimeSpan.FromSeconds(1));
            _time.SetWall(TimeSpan.FromMilliseconds(i % 2 == 0 ? 0.5 : -0.5));
            Assert.Null(watch.Poll());
        }
    }

    [Fact]
    public void A_suspended_computer_is_noticed_once_with_its_time()
    {
        var watch = new HostWatch(_time, uptime: () => new(_time.Uptime.Ticks * 100));
        _time.Pass(TimeSpan.FromSeconds(1));
        _time.Suspend(TimeSpan.FromMinutes(10));
        _time.Pass(TimeSpan.FromSeconds(0.5));
        var happened = watch.Poll()!;
        Assert.Equal((HostDisturbanceKind.Suspended, 600.0, true), (happened.Kind, happened.Size.Seconds, happened.IsCertain));
        Assert.Equal(1.5, (happened.Noticed - happened.Before).Seconds);
        Assert.Null(watch.Poll());
    }

    [Theory]
    [InlineData(3600, HostDisturbanceKind.SetForward)]
    [InlineData(-3600, HostDisturbanceKind.SetBack)]
    public void A_wall_clock_that_was_set_is_told_from_a_suspended_computer(double seconds, HostDisturbanceKind kind)
    {
        var watch = new HostWatch(_time, uptime: () => new(_time.Uptime.Ticks * 100));
        _time.Pass(TimeSpan.FromSeconds(1));
        _time.SetWall(TimeSpan.FromSeconds(seconds));
        var happened = watch.Poll()!;
        Assert.Equal((kind, Math.Abs(seconds), true), (happened.Kind, happened.Size.Seconds, happened.IsCertain));
    }

    [Fact]
    public void Without_a_clock_that_goes_on_a_leap_ahead_is_not_certain()
    {
        var watch = new HostWatch(_time);
        _time.SetWall(TimeSpan.FromSeconds(30));
        var happened = watch.Poll()!;
        Assert.Equal((HostDisturbanceKind.Suspended, false), (happened.Kind, happened.IsCertain));
        var reason = Assert.Single(ClockVerdict.OfRecording([], [happened]).Reasons);
        Assert.Equal("The computer was suspended, or its clock was set forward, for 30.0 s.", reason.Text);
    }

    [Fact]
    public void The_system_is_watched_without_complaint() => Assert.Null(new HostWatch().Poll());

    [Fact]
    public void Host_clock_reads_the_monotonic_clock_in_nanoseconds()
    {
        Assert.Equal(new Timestamp(ClockId.Host, 1_000_000_000_000), new HostClock(_time).Now);
        var before = TimeProvider.System.GetTimestamp() / (double)TimeProvider.System.TimestampFrequency;
        Assert.InRange(HostClock.System.Now.Seconds, before, before + 60);
    }
}
