using System.Globalization;

namespace Pons.Streams.Clocks;

/// <summary>
/// Notices that the computer was suspended and that its wall clock was set, by the steps of the wall clock against those of the monotonic
/// clock: on Linux the latter stands still in suspension (clock_gettime(2), CLOCK_MONOTONIC), so the wall clock runs ahead; a clock that is
/// set back makes it run behind. A clock that is set forward also runs ahead; /proc/uptime, which goes on in suspension, tells the two apart.
/// On Windows the monotonic clock goes on while the computer sleeps, so a sleep is seen in the gaps of the streams and not here.
/// Polled, about once a second; no thread of its own. Not safe for several threads.
/// </summary>
public sealed class HostWatch
{
    private const string UptimeFile = "/proc/uptime";
    private readonly HostClock _clock;
    private readonly Func<Duration?> _uptime;
    private readonly Duration _smallest;
    private Reading _last;

    /// <summary>Begins to watch.</summary>
    /// <param name="time">The clocks to watch; the system's unless a test says otherwise.</param>
    /// <param name="smallest">Least disturbance that is reported; default 0.2 s, above what a time service steps without being asked.</param>
    /// <param name="uptime">
    /// Time since the computer started, suspensions included, or null where it cannot be known; default /proc/uptime with the system's clock.
    /// </param>
    public HostWatch(TimeProvider? time = null, Duration? smallest = null, Func<Duration?>? uptime = null)
    {
        _clock = new(time);
        _smallest = smallest ?? new(200_000_000);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_smallest.Nanoseconds, nameof(smallest));
        _uptime = uptime ?? (_clock.Time == TimeProvider.System ? ReadUptime : static () => null);
        _last = Read();
    }

    /// <summary>What happened since the last call; <see langword="null"/> when nothing did.</summary>
    public HostDisturbance? Poll()
    {
        var (before, now) = (_last, Read());
        _last = now;
        var ahead = now.Wall - before.Wall - (now.Monotonic - before.Monotonic);
        var slept = now.Uptime is { } up && before.Uptime is { } upBefore ? up - upBefore - (now.Monotonic - before.Monotonic) : (Duration?)null;
        if (slept is { } sleep && sleep >= _smallest) return new(HostDisturbanceKind.Suspended, before.Monotonic, now.Monotonic, sleep, true);
        if (ahead <= new Duration(-_smallest.Nanoseconds))
            return new(HostDisturbanceKind.SetBack, before.Monotonic, now.Monotonic, Duration.Zero - ahead, true);
        if (ahead < _smallest) return null;
        var kind = slept is null ? HostDisturbanceKind.Suspended : HostDisturbanceKind.SetForward;
        return new(kind, before.Monotonic, now.Monotonic, ahead, slept is not null);
    }

    private Reading Read() => new(_clock.Now, new((_clock.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100), _uptime());

    private static Duration? ReadUptime()
    {
        if (!File.Exists(UptimeFile)) return null;
        var text = File.ReadAllText(UptimeFile).Split(' ')[0];
        return double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? Duration.FromSeconds(seconds) : null;
    }

    private readonly record struct Reading(Timestamp Monotonic, Duration Wall, Duration? Uptime);
}
