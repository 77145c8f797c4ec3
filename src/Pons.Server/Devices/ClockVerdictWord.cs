namespace Pons.Server.Devices;

/// <summary>Whether times of a device can be relied on.</summary>
internal enum ClockVerdictWord
{
    /// <summary>Too little has been seen.</summary>
    Measuring,
    /// <summary>They can.</summary>
    Good,
    /// <summary>Look at the reasons before relying on them.</summary>
    Doubtful,
    /// <summary>They cannot.</summary>
    Bad,
}
