using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.FieldTrip;

/// <summary>The FieldTrip buffer, version 1, read as a client.</summary>
public sealed class FieldTripProtocol : DeviceProtocol
{
    /// <inheritdoc/>
    public override string Name => "fieldtrip";

    /// <inheritdoc/>
    public override string Title => "FieldTrip buffer";

    /// <inheritdoc/>
    public override string Example => "fieldtrip://127.0.0.1:1972";

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly();
        return new FieldTripDriver(address, clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new FieldTripEmulator(address, plan, clock);
    }
}
