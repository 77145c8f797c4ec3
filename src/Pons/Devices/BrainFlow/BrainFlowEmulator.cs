using System.Buffers;
using System.Buffers.Binary;
using Pons.Devices.Emulation;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.BrainFlow;

/// <summary>BrainFlow's side of a streaming board. Its packages are stamped with the time of the emulated device, from a fixed day on.</summary>
internal sealed class BrainFlowEmulator(DeviceAddress address, BrainFlowBoard board, EmulationPlan plan, HostClock clock)
    : UdpEmulator(address, BrainFlowProtocol.UsualPort, plan, clock)
{
    private const double FirstDay = 1_767_225_600; // 1 January 2026
    private readonly int _eegAt = board.Groups.First(g => g.Kind == ChannelKind.Eeg).First;

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        for (var s = 0; s < packet.SampleCount; s++)
        {
            var sample = packet.FirstSample + s;
            var package = into.GetSpan(board.Rows * sizeof(double))[..(board.Rows * sizeof(double))];
            package.Clear();
            for (var c = 0; c < Plan.ChannelCount; c++) Write(package, _eegAt + c, Signal.Value(sample, c));
            Write(package, board.PackageRow, sample * board.CounterStep % (board.CounterRange ?? 256));
            Write(package, board.StampRow, FirstDay + sample / Plan.RateHz);
            Write(package, board.MarkerRow, packet.MarkerAt == sample ? 1 : 0);
            into.Advance(package.Length);
        }
    }

    private static void Write(Span<byte> package, int row, double value) =>
        BinaryPrimitives.WriteDoubleLittleEndian(package[(row * sizeof(double))..], value);
}
