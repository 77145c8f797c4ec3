using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Plain;

/// <summary>Any device that sends frames of a fixed length over TCP or UDP, as a JSON file describes them.</summary>
public sealed class PlainProtocol : DeviceProtocol
{
    /// <summary>Port when the address has none; devices of this kind have no common one.</summary>
    public const int UsualPort = 5000;

    /// <inheritdoc/>
    public override string Name => "plain";

    /// <inheritdoc/>
    public override string Title => "Frames over TCP or UDP, described by a JSON file";

    /// <inheritdoc/>
    public override string Example => "plain://192.168.1.7:5000?description=headband.json";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options => [("description", "JSON file that describes the device; needed")];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new PlainDriver(address, PlainDescription.Of(address), clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(plan);
        var description = PlainDescription.Of(address);
        plan = plan with { ChannelCount = description.Channels.Length, RateHz = description.RateHz, PacketSamples = description.SamplesPerFrame };
        return description.Transport == PlainTransport.Udp
            ? new PlainUdpEmulator(address, description, plan, clock)
            : new PlainTcpEmulator(address, description, plan, clock);
    }
}
