using System.Buffers;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.FreeEeg;

/// <summary>A board that streams as soon as it has power, with eight bytes behind its values.</summary>
internal sealed class FreeEegEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock) : SerialEmulator(address, plan, clock)
{
    private const int PacketBytes = FreeEegParser.LeastBytes + 8;
    private readonly float[] _row = new float[FreeEegParser.ChannelCount];

    protected override bool SendsAtOnce => true;

    protected override bool Answer(ReadOnlySpan<byte> bytes, IBufferWriter<byte> into) => true;

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        Signal.Fill(packet.FirstSample, _row);
        var bytes = into.GetSpan(PacketBytes)[..PacketBytes];
        bytes.Clear();
        (bytes[0], bytes[1], bytes[^1]) = (FreeEegParser.Head, (byte)packet.FirstSample, FreeEegParser.Tail);
        for (var c = 0; c < _row.Length; c++) Int24.WriteBigEndian(bytes[(2 + 3 * c)..], (int)Math.Round(_row[c] / FreeEegParser.Microvolt));
        into.Advance(PacketBytes);
    }
}
