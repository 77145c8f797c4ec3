using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Neuracle;

/// <summary>Neuracle's (博睿康) data service: headerless frames over TCP.</summary>
public sealed class NeuracleProtocol : DeviceProtocol
{
    /// <summary>Port of the data service.</summary>
    public const int Port = 8712;

    /// <inheritdoc/>
    public override string Name => "neuracle";

    /// <inheritdoc/>
    public override string Title => "Neuracle 博睿康 (data service)";

    /// <inheritdoc/>
    public override string Example => "neuracle://127.0.0.1:8712?channels=64&rate=1000&layout=float";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
    [
        ("channels", "channels of signal, without the trigger; must be given unless names are"),
        ("rate", "samples per second; default 1000"),
        ("layout", "float: the trigger is a float32 (default); int: an int32"),
        ("names", "names of the channels, with commas between; default Ch1, Ch2, …"),
        ("align", "search: find where a frame begins (default); start: the service begins with a whole frame"),
    ];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new NeuracleDriver(address, NeuracleOptions.Of(address), clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(plan);
        return new NeuracleEmulator(NeuracleEmulator.Completed(address, plan), plan, clock);
    }
}
