namespace Pons.Streams;

/// <summary>
/// A moment on one named clock. Moments on different clocks cannot be compared or subtracted: only a <see cref="ClockMap"/>
/// takes one to another clock, and it states its uncertainty.
/// </summary>
/// <param name="Clock">The clock that was read.</param>
/// <param name="Nanoseconds">Nanoseconds since that clock's own zero.</param>
public readonly record struct Timestamp(ClockId Clock, long Nanoseconds) : IComparable<Timestamp>
{
    /// <summary>Seconds since the clock's zero.</summary>
    public double Seconds => Nanoseconds * 1e-9;

    /// <summary>The moment so many seconds after the zero of a clock.</summary>
    public static Timestamp FromSeconds(ClockId clock, double seconds) => new(clock, Duration.FromSeconds(seconds).Nanoseconds);

    /// <summary>A later moment on the same clock.</summary>
    public static Timestamp operator +(Timestamp time, Duration span) => time with { Nanoseconds = time.Nanoseconds + span.Nanoseconds };

    /// <summary>An earlier moment on the same clock.</summary>
    public static Timestamp operator -(Timestamp time, Duration span) => time with { Nanoseconds = time.Nanoseconds - span.Nanoseconds };

    /// <summary>The time from <paramref name="earlier"/> to <paramref name="later"/>.</summary>
    /// <exception cref="ClockMismatchException">The two were read from different clocks.</exception>
    public static Duration operator -(Timestamp later, Timestamp earlier)
    {
        ClockMismatchException.ThrowIfDifferent(later.Clock, earlier.Clock);
        return new(later.Nanoseconds - earlier.Nanoseconds);
    }

    /// <summary>Whether the first moment is earlier.</summary>
    /// <exception cref="ClockMismatchException">The two were read from different clocks.</exception>
    public static bool operator <(Timestamp a, Timestamp b) => a.CompareTo(b) < 0;

    /// <summary>Whether the first moment is later.</summary>
    /// <exception cref="ClockMismatchException">The two were read from different clocks.</exception>
    public static bool operator >(Timestamp a, Timestamp b) => a.CompareTo(b) > 0;

    /// <summary>Whether the first moment is not later.</summary>
    /// <exception cref="ClockMismatchException">The two were read from different clocks.</exception>
    public static bool operator <=(Timestamp a, Timestamp b) => a.CompareTo(b) <= 0;

    /// <summary>Whether the first moment is not earlier.</summary>
    /// <exception cref="ClockMismatchException">The two were read from different clocks.</exception>
    public static bool operator >=(Timestamp a, Timestamp b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    /// <exception cref="ClockMismatchException">The two were read from different clocks.</exception>
    public int CompareTo(Timestamp other)
    {
        ClockMismatchException.ThrowIfDifferent(Clock, other.Clock);
        return Nanoseconds.CompareTo(other.Nanoseconds);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Seconds:0.######} s on {Clock}");
}
