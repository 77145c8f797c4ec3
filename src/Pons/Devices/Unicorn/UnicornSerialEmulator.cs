using System.Buffers;
using System.Buffers.Binary;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Unicorn;

/// <summary>A cap that lies still, its battery full, behind a pseudo-terminal.</summary>
internal sealed class UnicornSerialEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock) : SerialEmulator(address, plan, clock)
{
    private readonly float[] _row = new float[8];
    private readonly List<byte> _command = [];
    private bool _streams;

    protected override void Restart()
    {
        _streams = false;
        _command.Clear();
    }

    protected override bool Answer(ReadOnlySpan<byte> bytes, IBufferWriter<byte> into)
    {
        foreach (var b in bytes)
        {
            _command.Add(b);
            if (_command.Count < 3) continue;
            if (_command.SequenceEqual(UnicornSerialProtocol.Start)) _streams = true;
            if (_command.SequenceEqual(UnicornSerialProtocol.Stop)) _streams = false;
            _command.Clear();
            into.Write<byte>([0, 0, 0]);
        }

        return _streams;
    }

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        Signal.Fill(packet.FirstSample, _row);
        var frame = into.GetSpan(UnicornFrameParser.FrameBytes)[..UnicornFrameParser.FrameBytes];
        frame.Clear();
        UnicornFrameParser.Head.CopyTo(frame);
        UnicornFrameParser.Tail.CopyTo(frame[(UnicornFrameParser.FrameBytes - 2)..]);
        frame[2] = 15;
        for (var c = 0; c < 8; c++)
            Int24.WriteBigEndian(frame[(UnicornFrameParser.EegAt + 3 * c)..], (int)Math.Round(_row[c] / UnicornFrameParser.Microvolt));
        BinaryPrimitives.WriteInt16LittleEndian(frame[(UnicornFrameParser.AccelerationAt + 4)..], 4096);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[UnicornFrameParser.CounterAt..], (uint)packet.FirstSample);
        into.Advance(UnicornFrameParser.FrameBytes);
    }
}
