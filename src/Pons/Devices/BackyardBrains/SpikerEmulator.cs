using System.Buffers;
using System.Text;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.BackyardBrains;

/// <summary>A SpikerBox behind a pseudo-terminal: sends as soon as it has power, around a middle of 8192 in steps of 1/16 µV.</summary>
internal sealed class SpikerEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock) : SerialEmulator(address, plan, clock)
{
    public const int Middle = 8192;

    protected override bool SendsAtOnce => true;

    protected override bool Answer(ReadOnlySpan<byte> bytes, IBufferWriter<byte> into) => true;

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        if (packet.MarkerAt is not null)
        {
            into.Write(SpikerParser.TextHead);
            into.Write(Encoding.ASCII.GetBytes("EVNT:1;"));
            into.Write(SpikerParser.TextTail);
        }

        var bytes = into.GetSpan(packet.SampleCount * Plan.ChannelCount * 2);
        for (var s = 0; s < packet.SampleCount; s++)
            for (var c = 0; c < Plan.ChannelCount; c++)
            {
                var value = Middle + (int)(Signal.Value(packet.FirstSample + s, c) / EmulatedSignal.Step);
                var at = (s * Plan.ChannelCount + c) * 2;
                (bytes[at], bytes[at + 1]) = ((byte)(value >> 7 & 0x7F | (c == 0 ? 0x80 : 0)), (byte)(value & 0x7F));
            }

        into.Advance(packet.SampleCount * Plan.ChannelCount * 2);
    }
}
