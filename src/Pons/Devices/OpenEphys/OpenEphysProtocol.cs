using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.OpenEphys;

/// <summary>The ZMQ Interface of the Open Ephys GUI, by the page of that plug-in in the GUI's documentation.</summary>
public sealed class OpenEphysProtocol : DeviceProtocol
{
    internal const int DataPort = 5556;

    /// <inheritdoc/>
    public override string Name => "openephys";

    /// <inheritdoc/>
    public override string Title => "Open Ephys GUI (ZMQ Interface)";

    /// <inheritdoc/>
    public override string Example => "openephys://127.0.0.1:5556";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
    [
        ("stream", "name of the stream; default the first that comes"),
        ("channels", "how many channels it has; default learnt from the first blocks"),
        ("heartbeat", "yes (default) or no: tell the GUI that Pons listens"),
        ("heartbeatport", "default one above the data port"),
    ];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly("stream", "channels", "heartbeat", "heartbeatport");
        var heartbeatPort = (int)address.Number("heartbeatport", Math.Min(65535, (address.Port ?? DataPort) + 1), 1, 65535);
        return new OpenEphysDriver(
            address, address.Option("stream", ""), (int)address.Number("channels", 0, 0, OpenEphysChannels.LargestCount),
            address.Choice("heartbeat", "yes", "no") == "yes" ? heartbeatPort : null, clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.ChannelCount <= OpenEphysChannels.LargestCount) return new OpenEphysEmulator(address, plan, clock);
        throw new DeviceException(
            $"{address}", $"{plan.ChannelCount} channels are more than {OpenEphysChannels.LargestCount}.",
            "No driver would read them.", "Take fewer.")
        { IsFinal = true, Code = DeviceFaultCode.Settings };
    }
}
