using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Unicorn;

/// <summary>g.tec's Unicorn Hybrid Black over the serial port that Bluetooth makes.</summary>
public sealed class UnicornSerialProtocol : DeviceProtocol
{
    internal static readonly byte[] Start = [0x61, 0x7C, 0x87];
    internal static readonly byte[] Stop = [0x63, 0x5C, 0xC5];
    private const int Baud = 115_200;

    /// <inheritdoc/>
    public override string Name => "unicorn";

    /// <inheritdoc/>
    public override string Title => "g.tec Unicorn Hybrid Black (Bluetooth serial port)";

    /// <inheritdoc/>
    public override string Example => "unicorn:///dev/rfcomm0";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options => [("baud", "bits per second, which Bluetooth ignores; default 115200")];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly("baud");
        return new SerialDriver(address, Baud, () => new UnicornFrameParser(address), clock) { Start = Start, Stop = Stop };
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new UnicornSerialEmulator(address, plan with { ChannelCount = 8, RateHz = UnicornDatagramParser.RateHz, PacketSamples = 1 }, clock);
    }
}
