using System.Collections.Immutable;

namespace Pons.Devices;

/// <summary>A device cannot be reached, breaks its protocol, or changed what it sends.</summary>
public sealed class DeviceException : PonsException
{
    /// <summary>Names the device and the fault.</summary>
    /// <param name="device">The device, as the user knows it: its address or name.</param>
    /// <param name="what">What happened, with the actual value.</param>
    /// <param name="why">Why it matters.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="inner">The fault that caused this one, if any.</param>
    public DeviceException(string device, string what, string why, string remedy, Exception? inner = null)
        : base($"{device}: {what}", why, remedy, inner) => Device = device;

    /// <summary>The device, as the user knows it.</summary>
    public string Device { get; }

    /// <summary>Whether connecting again cannot help: the settings or the device must be changed first. Default: it may help.</summary>
    public bool IsFinal { get; init; }

    /// <summary>What it is about; default <see cref="DeviceFaultCode.Protocol"/>.</summary>
    public DeviceFaultCode Code { get; init; }

    /// <summary>The values of the code, in its order; default none.</summary>
    public ImmutableArray<string> Values { get; init; } = [];
}
