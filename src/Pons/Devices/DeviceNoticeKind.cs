namespace Pons.Devices;

/// <summary>What happened to a device besides samples.</summary>
public enum DeviceNoticeKind
{
    /// <summary>A connection is being made.</summary>
    Connecting,
    /// <summary>The connection stands; the stream is known.</summary>
    Connected,
    /// <summary>The connection was lost; it is tried again.</summary>
    Lost,
    /// <summary>Bytes that are no part of the protocol were passed over; the amount is bytes.</summary>
    Garbage,
    /// <summary>Samples came that had been counted as missing or had come before; they are not used. The amount is samples.</summary>
    Late,
    /// <summary>A fault of the device or its settings, in words.</summary>
    Fault,
    /// <summary>Something worth knowing, such as a low battery.</summary>
    Note,
}
