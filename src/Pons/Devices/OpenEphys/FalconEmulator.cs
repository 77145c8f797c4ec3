using System.Buffers;
using System.Buffers.Binary;
using Pons.Devices.Emulation;
using Pons.Devices.Zmtp;
using Pons.Streams.Clocks;

namespace Pons.Devices.OpenEphys;

/// <summary>The Falcon Output plug-in's side. The event code is 1 at the sample of a marker, else 0.</summary>
internal sealed class FalconEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock)
    : TcpEmulator(address, FalconProtocol.DataPort, plan, clock)
{
    private float[] _rows = [];

    protected override bool GarbageEndsConnection => true;

    protected override Task GreetAsync(Stream client, FaultyWire wire, CancellationToken cancellation) =>
        ZmtpPublisher.GreetAsync(client, "emulator", cancellation);

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        var (channels, count) = (Plan.ChannelCount, packet.SampleCount);
        if (_rows.Length != channels * count) _rows = new float[channels * count];
        Signal.Fill(packet.FirstSample, _rows);
        var block = new FalconBlock(channels, count, packet.FirstSample, (uint)Plan.RateHz, packet.Number);
        for (var c = 0; c < channels; c++)
            for (var i = 0; i < count; i++)
                block.Set(c, i, _rows[i * channels + c]);
        if (packet.MarkerAt is { } at) block.SetCode((int)(at - packet.FirstSample), 1);
        ZmtpWire.Frame(into, block.Bytes, hasMore: false);
    }

    protected override void EncodeHostile(IBufferWriter<byte> into)
    {
        var body = new byte[64]; // a FlatBuffer whose root lies outside
        BinaryPrimitives.WriteUInt32LittleEndian(body, uint.MaxValue);
        ZmtpWire.Frame(into, body, hasMore: false);
    }
}
