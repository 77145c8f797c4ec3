namespace Pons.Streams.Clocks;

/// <summary>Whether the host's clock has jumped against the device's.</summary>
internal enum ClockStep
{
    /// <summary>No jump.</summary>
    None,
    /// <summary>Everything comes later.</summary>
    Up,
    /// <summary>Everything comes earlier.</summary>
    Down,
}
