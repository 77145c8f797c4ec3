using System.Buffers;
using System.Buffers.Binary;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Unicorn;

/// <summary>What Unicorn UDP sends for a cap that lies still: 17 values, the battery full.</summary>
internal sealed class UnicornUdpEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock)
    : UdpEmulator(address, UnicornUdpProtocol.UsualPort, plan, clock)
{
    private readonly float[] _row = new float[8];

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        Signal.Fill(packet.FirstSample, _row);
        var bytes = into.GetSpan(UnicornDatagramParser.FullCount * 4);
        for (var i = 0; i < UnicornDatagramParser.FullCount; i++)
        {
            var value = i switch { < 8 => _row[i], 10 => 1, 14 => 100, UnicornDatagramParser.CounterAt => packet.FirstSample, 16 => 1, _ => 0f };
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * i)..], value);
        }

        into.Advance(UnicornDatagramParser.FullCount * 4);
    }
}
