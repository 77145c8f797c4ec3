namespace Pons.Streams.Clocks;

/// <summary>
/// The monotonic clock of this computer as <see cref="Timestamp"/> on <see cref="ClockId.Host"/>, in nanoseconds. On Linux and with the
/// system's time provider it reads CLOCK_MONOTONIC, so it equals <c>lsl_local_clock</c> (in seconds) of every program on this computer;
/// it stands still while the computer is suspended. Safe from any thread; allocates nothing.
/// </summary>
public sealed class HostClock
{
    private readonly long _frequency;

    /// <summary>Reads the monotonic clock of a time provider.</summary>
    /// <param name="time">Whose <see cref="TimeProvider.GetTimestamp"/> is read; the system's unless a test says otherwise.</param>
    public HostClock(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        _frequency = Time.TimestampFrequency;
    }

    /// <summary>The clock of the system.</summary>
    public static HostClock System { get; } = new();

    /// <summary>The time provider that is read.</summary>
    public TimeProvider Time { get; }

    /// <summary>The present moment.</summary>
    public Timestamp Now => At(Time.GetTimestamp());

    /// <summary>The moment of a reading of <see cref="TimeProvider.GetTimestamp"/> of the same provider.</summary>
    public Timestamp At(long reading) =>
        new(ClockId.Host, _frequency == 1_000_000_000 ? reading : (long)((Int128)reading * 1_000_000_000 / _frequency));
}
