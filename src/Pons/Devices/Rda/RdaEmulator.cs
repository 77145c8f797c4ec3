using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Rda;

/// <summary>BrainVision Recorder's side of RDA, in float32 with a resolution of 1/16 µV.</summary>
internal class RdaEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock) : TcpEmulator(address, RdaProtocol.FloatPort, plan, clock)
{
    private const int ValuesAt = RdaMessage.HeaderBytes + 12;
    private static readonly byte[] Marker = Encoding.ASCII.GetBytes("Stimulus\0S  1\0");
    private float[] _values = [];
    private long _firstPacket = -1;

    protected override async Task GreetAsync(Stream client, FaultyWire wire, CancellationToken cancellation)
    {
        var names = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, Plan.ChannelCount).Select(c => $"Ch{c}\0")));
        var body = new byte[12 + Plan.ChannelCount * 8 + names.Length];
        BinaryPrimitives.WriteInt32LittleEndian(body, Plan.ChannelCount);
        BinaryPrimitives.WriteDoubleLittleEndian(body.AsSpan(4), 1e6 / AnnouncedRateHz);
        for (var c = 0; c < Plan.ChannelCount; c++) BinaryPrimitives.WriteDoubleLittleEndian(body.AsSpan(12 + c * 8), EmulatedSignal.Step);
        names.CopyTo(body, body.Length - names.Length);
        var message = new ArrayBufferWriter<byte>();
        Header(message, RdaKind.Start, body.Length);
        message.Write(body);
        _firstPacket = -1; // Recorder counts blocks from its start message on
        await wire.WriteAsync(message.WrittenMemory, cancellation).ConfigureAwait(false);
    }

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        if (_firstPacket < 0) _firstPacket = packet.Number;
        var count = packet.SampleCount * Plan.ChannelCount;
        if (_values.Length != count) _values = new float[count];
        Signal.Fill(packet.FirstSample, _values);
        var markerBytes = packet.MarkerAt is null ? 0 : 16 + Marker.Length;
        Header(into, RdaKind.Float32Data, 12 + count * 4 + markerBytes);
        var body = into.GetSpan(12 + count * 4 + markerBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(body, (uint)(packet.Number - _firstPacket));
        BinaryPrimitives.WriteInt32LittleEndian(body[4..], packet.SampleCount);
        BinaryPrimitives.WriteInt32LittleEndian(body[8..], markerBytes > 0 ? 1 : 0);
        for (var i = 0; i < count; i++) BinaryPrimitives.WriteSingleLittleEndian(body[(12 + i * 4)..], _values[i] / EmulatedSignal.Step);
        if (packet.MarkerAt is { } at) WriteMarker(body[(12 + count * 4)..], (int)(at - packet.FirstSample));
        into.Advance(12 + count * 4 + markerBytes);
    }

    protected override void EncodeHostile(IBufferWriter<byte> into)
    {
        Header(into, RdaKind.Float32Data, int.MaxValue - RdaMessage.HeaderBytes);
    }

    private static void WriteMarker(Span<byte> into, int position)
    {
        BinaryPrimitives.WriteInt32LittleEndian(into, 16 + Marker.Length);
        BinaryPrimitives.WriteInt32LittleEndian(into[4..], position);
        BinaryPrimitives.WriteInt32LittleEndian(into[8..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(into[12..], -1);
        Marker.CopyTo(into[16..]);
    }

    private static void Header(IBufferWriter<byte> into, RdaKind kind, int bodyBytes)
    {
        var header = into.GetSpan(RdaMessage.HeaderBytes);
        RdaMessage.Guid.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], RdaMessage.HeaderBytes + bodyBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)kind);
        into.Advance(RdaMessage.HeaderBytes);
    }
}
