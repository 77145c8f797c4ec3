namespace Pons.Streams.Clocks;

/// <summary>Why a <see cref="ClockFit"/> forgot its offset and began again.</summary>
public enum ClockRestartReason
{
    /// <summary>The driver saw a gap over which the device's counter cannot be trusted.</summary>
    Gap,
    /// <summary>The device was connected again; its clock may have a new zero and may be another crystal.</summary>
    Reconnected,
    /// <summary>The computer was suspended: its monotonic clock stood still while the device's went on.</summary>
    HostSuspended,
    /// <summary>Everything arrives later than the device's clock says, and stays so: samples were lost without being counted.</summary>
    SteppedUp,
    /// <summary>Everything arrives earlier than was thought possible: the device's clock jumped ahead, or the host's stood still.</summary>
    SteppedDown,
    /// <summary>The device's clock went back, and stays so: it was reset.</summary>
    DeviceWentBack,
}
