using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.FreeEeg;

/// <summary>The open board FreeEEG32 over its serial port.</summary>
public sealed class FreeEegProtocol : DeviceProtocol
{
    private const int Baud = 921_600;

    /// <inheritdoc/>
    public override string Name => "freeeeg32";

    /// <inheritdoc/>
    public override string Title => "FreeEEG32";

    /// <inheritdoc/>
    public override string Example => "freeeeg32:///dev/ttyUSB0";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
    [
        ("rate", "samples per second, as the firmware is set; default 512"),
        ("baud", "bits per second; default 921600"),
    ];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly("rate", "baud");
        return new SerialDriver(address, Baud, () => new FreeEegParser(address), clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(plan);
        var rate = address.Real("rate", FreeEegParser.UsualRateHz, 1, 10_000);
        return new FreeEegEmulator(address, plan with { ChannelCount = FreeEegParser.ChannelCount, RateHz = rate, PacketSamples = 1 }, clock);
    }
}
