namespace Pons.Devices;

/// <summary>Where a device link stands.</summary>
public enum DeviceState
{
    /// <summary>Not started.</summary>
    Idle,
    /// <summary>Connecting for the first time.</summary>
    Connecting,
    /// <summary>Samples come.</summary>
    Streaming,
    /// <summary>The connection is lost and tried again.</summary>
    Lost,
    /// <summary>Ended, as it was asked to, or because the device ended.</summary>
    Ended,
    /// <summary>Ended by a fault.</summary>
    Faulted,
}
