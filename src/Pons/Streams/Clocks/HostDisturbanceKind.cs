namespace Pons.Streams.Clocks;

/// <summary>What happened to the clocks of this computer.</summary>
public enum HostDisturbanceKind
{
    /// <summary>The computer was suspended: its monotonic clock stood still while the world went on.</summary>
    Suspended,
    /// <summary>Somebody or a time service set the wall clock forward.</summary>
    SetForward,
    /// <summary>Somebody or a time service set the wall clock back.</summary>
    SetBack,
}
