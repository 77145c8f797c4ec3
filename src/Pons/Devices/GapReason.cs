namespace Pons.Devices;

/// <summary>How it is known that samples are missing.</summary>
public enum GapReason
{
    /// <summary>The counter of the device jumped.</summary>
    Counter,
    /// <summary>The time stamps of the device jumped.</summary>
    Stamps,
    /// <summary>The connection was lost and made again.</summary>
    Reconnected,
    /// <summary>Bytes were damaged and had to be passed over.</summary>
    Damage,
    /// <summary>The program was too slow for longer than its memory allows.</summary>
    Overflow,
    /// <summary>The disk had no room for longer than the recorder's memory allows.</summary>
    DiskFull,
}
