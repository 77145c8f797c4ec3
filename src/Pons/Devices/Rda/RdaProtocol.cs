using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Rda;

/// <summary>Brain Products' Remote Data Access.</summary>
public sealed class RdaProtocol : DeviceProtocol
{
    /// <summary>Port of Recorder for 32-bit floats.</summary>
    public const int FloatPort = 51244;

    /// <inheritdoc/>
    public override string Name => "rda";

    /// <inheritdoc/>
    public override string Title => "Brain Products RDA (BrainVision Recorder)";

    /// <inheritdoc/>
    public override string Example => "rda://127.0.0.1:51244";

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly();
        return new RdaDriver(address, clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock) => new RdaEmulator(address, plan, clock);
}
