using System.Buffers;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Plain;

/// <summary>A described device that sends datagrams of one frame.</summary>
internal sealed class PlainUdpEmulator : UdpEmulator
{
    private readonly PlainEncoder _encoder;

    public PlainUdpEmulator(DeviceAddress address, PlainDescription description, EmulationPlan plan, HostClock clock)
        : base(address, PlainProtocol.UsualPort, plan, clock) => _encoder = new(description, Signal);

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into) => _encoder.Encode(packet, into);
}
