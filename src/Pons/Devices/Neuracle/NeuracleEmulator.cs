using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Neuracle;

/// <summary>Neuracle's side: frames without header. Each client meets the end of a frame first, as the service does not wait for the start of
/// one.</summary>
internal sealed class NeuracleEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock)
    : TcpEmulator(address, NeuracleProtocol.Port, plan, clock)
{
    private const int Trigger = 1;
    private readonly bool _hasIntegerTrigger = address.Choice("layout", "float", "int") == "int";

    private int FrameBytes => (Plan.ChannelCount + 1) * sizeof(float);

    /// <summary>The address with what a driver must know.</summary>
    public static DeviceAddress Completed(DeviceAddress address, EmulationPlan plan) => address with
    {
        Options = address.Options
            .SetItem("channels", plan.ChannelCount.ToString(CultureInfo.InvariantCulture))
            .SetItem("rate", Math.Round(plan.RateHz).ToString(CultureInfo.InvariantCulture)),
    };

    protected override async Task GreetAsync(Stream client, FaultyWire wire, CancellationToken cancellation)
    {
        var frame = new byte[FrameBytes];
        Write(frame, 0, isTriggered: false);
        await wire.WriteAsync(frame.AsMemory(FrameBytes * 2 / 3), cancellation).ConfigureAwait(false);
    }

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        var bytes = into.GetSpan(packet.SampleCount * FrameBytes);
        for (var i = 0; i < packet.SampleCount; i++)
            Write(bytes[(i * FrameBytes)..], packet.FirstSample + i, packet.MarkerAt == packet.FirstSample + i);
        into.Advance(packet.SampleCount * FrameBytes);
    }

    private void Write(Span<byte> frame, long sample, bool isTriggered)
    {
        for (var c = 0; c < Plan.ChannelCount; c++) BinaryPrimitives.WriteSingleLittleEndian(frame[(c * sizeof(float))..], Signal.Value(sample, c));
        var last = frame[(Plan.ChannelCount * sizeof(float))..];
        if (_hasIntegerTrigger) BinaryPrimitives.WriteInt32LittleEndian(last, isTriggered ? Trigger : 0);
        else BinaryPrimitives.WriteSingleLittleEndian(last, isTriggered ? Trigger : 0);
    }
}
