using Pons.Server.Live;

namespace Pons.Server.Tests.Live;

public sealed class ClockWatchTests
{
    [Theory]
    [InlineData(250, 0)]
    [InlineData(250.5, 2000)]
    [InlineData(249, -4000)]
    public void Drift_is_measured_against_the_computer(double realHz, double ppm)
    {
        var clock = new SteppedClock();
        var watch = new ClockWatch(250, clock);
        for (var i = 0; i < 400; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(40));
            watch.Arrived((long)(realHz * 0.04 * (i + 1)));
        }

        var health = Assert.NotNull(watch.Read());
        Assert.Equal(realHz, health.MeasuredHz, 0.05);
        Assert.Equal(ppm, health.DriftPpm, 200.0);
        Assert.InRange(health.JitterMilliseconds, 0, 4);
    }

    [Fact]
    public void Nothing_is_said_before_enough_was_seen()
    {
        var clock = new SteppedClock();
        var watch = new ClockWatch(250, clock);
        for (var i = 0; i < 20; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            watch.Arrived(25 * i);
        }

        Assert.Null(watch.Read());
    }

    [Fact]
    public void A_restart_forgets_the_pause()
    {
        var clock = new SteppedClock();
        var watch = new ClockWatch(250, clock);
        for (var i = 0; i < 50; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            watch.Arrived(25 * i);
        }

        watch.Restart();
        Assert.Null(watch.Read());
    }

    private sealed class SteppedClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
