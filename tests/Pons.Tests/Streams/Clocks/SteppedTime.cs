namespace Pons.Tests.Streams.Clocks;

/// <summary>A computer whose wall clock can be set and which can be suspended.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private DateTimeOffset _wall = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private long _monotonic = 1_000_000_000_000;

    public override long TimestampFrequency => 1_000_000_000;

    /// <summary>What a clock shows that goes on in suspension.</summary>
    public TimeSpan Uptime { get; private set; } = TimeSpan.FromHours(1);

    public override long GetTimestamp() => _monotonic;

    public override DateTimeOffset GetUtcNow() => _wall;

    public void Pass(TimeSpan time)
    {
        _monotonic += time.Ticks * 100;
        _wall += time;
        Uptime += time;
    }

    public void SetWall(TimeSpan by) => _wall += by;

    public void Suspend(TimeSpan time)
    {
        _wall += time;
        Uptime += time;
    }
}
