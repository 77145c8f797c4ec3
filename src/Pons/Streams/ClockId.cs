namespace Pons.Streams;

/// <summary>The name of a clock: an amplifier's crystal, the computer's monotonic clock, the time axis of a recording.</summary>
/// <param name="Name">Unique among the clocks in use.</param>
public readonly record struct ClockId(string Name)
{
    /// <summary>The monotonic clock of this computer.</summary>
    public static ClockId Host { get; } = new("host");

    /// <inheritdoc/>
    public override string ToString() => Name ?? "(no clock)";
}
