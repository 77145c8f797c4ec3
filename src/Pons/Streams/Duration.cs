namespace Pons.Streams;

/// <summary>A span of time on one clock, in whole nanoseconds; may be negative.</summary>
/// <param name="Nanoseconds">Length in nanoseconds.</param>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    /// <summary>No time at all.</summary>
    public static Duration Zero => default;

    /// <summary>Length in seconds.</summary>
    public double Seconds => Nanoseconds * 1e-9;

    /// <summary>Length in milliseconds.</summary>
    public double Milliseconds => Nanoseconds * 1e-6;

    /// <summary>The duration of so many seconds, rounded to the nearest nanosecond.</summary>
    public static Duration FromSeconds(double seconds) => new(checked((long)Math.Round(seconds * 1e9)));

    /// <summary>The time that <paramref name="samples"/> samples take at a rate in hertz, rounded to the nearest nanosecond.</summary>
    public static Duration OfSamples(long samples, double rateHz) => new((long)Math.Round(samples / rateHz * 1e9));

    /// <summary>The sum.</summary>
    public static Duration operator +(Duration a, Duration b) => new(a.Nanoseconds + b.Nanoseconds);

    /// <summary>The difference.</summary>
    public static Duration operator -(Duration a, Duration b) => new(a.Nanoseconds - b.Nanoseconds);

    /// <summary>Whether the first is shorter.</summary>
    public static bool operator <(Duration a, Duration b) => a.Nanoseconds < b.Nanoseconds;

    /// <summary>Whether the first is longer.</summary>
    public static bool operator >(Duration a, Duration b) => a.Nanoseconds > b.Nanoseconds;

    /// <summary>Whether the first is not longer.</summary>
    public static bool operator <=(Duration a, Duration b) => a.Nanoseconds <= b.Nanoseconds;

    /// <summary>Whether the first is not shorter.</summary>
    public static bool operator >=(Duration a, Duration b) => a.Nanoseconds >= b.Nanoseconds;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Seconds:0.######} s");
}
