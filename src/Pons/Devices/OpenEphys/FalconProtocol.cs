using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.OpenEphys;

/// <summary>The Falcon Output plug-in of the Open Ephys GUI: all channels in one message, for many channels.</summary>
public sealed class FalconProtocol : DeviceProtocol
{
    internal const int DataPort = 3335;

    /// <inheritdoc/>
    public override string Name => "falcon";

    /// <inheritdoc/>
    public override string Title => "Open Ephys GUI (Falcon Output)";

    /// <inheritdoc/>
    public override string Example => "falcon://127.0.0.1:3335";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options => [("stream", "name of the stream; default the first that comes")];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly("stream");
        return new FalconDriver(address, address.Option("stream", ""), clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock) => new FalconEmulator(address, plan, clock);
}
