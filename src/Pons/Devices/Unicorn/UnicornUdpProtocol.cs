using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Unicorn;

/// <summary>The datagrams that g.tec's program Unicorn UDP sends.</summary>
public sealed class UnicornUdpProtocol : DeviceProtocol
{
    /// <summary>Port of the examples; the user of Unicorn UDP chooses one.</summary>
    public const int UsualPort = 1000;

    /// <inheritdoc/>
    public override string Name => "unicorn-udp";

    /// <inheritdoc/>
    public override string Title => "g.tec Unicorn Hybrid Black (Unicorn UDP)";

    /// <inheritdoc/>
    public override string Example => "unicorn-udp://:1000";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
    [
        ("counter", "place of the counter among the values, from 0 on, or none; default 15 of 17 values, else none"),
        ("rate", "samples per second; default 250"),
    ];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly("counter", "rate");
        return new UnicornUdpDriver(address, clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new UnicornUdpEmulator(address, plan with { ChannelCount = 8, RateHz = UnicornDatagramParser.RateHz, PacketSamples = 1 }, clock);
    }
}
