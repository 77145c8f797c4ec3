namespace Pons.Streams;

/// <summary>Two times from different clocks were put together without a <see cref="ClockMap"/>.</summary>
public sealed class ClockMismatchException : PonsException
{
    /// <summary>Names both clocks.</summary>
    public ClockMismatchException(ClockId first, ClockId second)
        : base(
            $"A time on clock '{first}' was put together with a time on clock '{second}'.",
            "Two clocks have different zeros and drift apart, so the result would mean nothing.",
            "Convert one of them with a ClockMap fitted between the two clocks.")
    {
    }

    internal static void ThrowIfDifferent(ClockId first, ClockId second)
    {
        if (first != second) throw new ClockMismatchException(first, second);
    }
}
