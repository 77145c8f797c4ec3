using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Neuroscan;

/// <summary>The server's side of Acquire (int32 in steps of 1/16 µV, one event channel) and of Curry 8 (float32, events as messages).</summary>
internal sealed class NeuroscanEmulator(DeviceAddress address, NeuroscanDialect dialect, EmulationPlan plan, HostClock clock)
    : TcpEmulator(address, NeuroscanProtocol.Port, plan, clock)
{
    private const int CurryVersion = 803, ChannelBytes = 144, EventBytes = 536, Code = 1;
    private float[] _row = [];

    private bool IsCurry => dialect == NeuroscanDialect.Curry8;

    protected override bool GarbageEndsConnection => true;

    protected override async Task GreetAsync(Stream client, FaultyWire wire, CancellationToken cancellation)
    {
        var question = new byte[NeuroscanMessage.HeaderBytes(dialect)];
        while (true)
        {
            await client.ReadExactlyAsync(question, cancellation).ConfigureAwait(false);
            var asked = NeuroscanMessage.Read(question, dialect, "client");
            if (IsStart(asked)) return;
            var answer = new ArrayBufferWriter<byte>();
            if (!TryAnswer(asked, answer)) continue;
            await wire.WriteAsync(answer.WrittenMemory, cancellation).ConfigureAwait(false);
        }
    }

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        if (IsCurry && packet.MarkerAt is { } at) WriteEvent(at, into);
        var columns = IsCurry ? Plan.ChannelCount : Plan.ChannelCount + 1;
        var size = packet.SampleCount * columns * sizeof(float);
        Header(into, NeuroscanCode.Eeg, IsCurry ? NeuroscanCode.Float32Block : NeuroscanCode.Int32Block, size, (uint)packet.FirstSample);
        var body = into.GetSpan(size);
        for (var i = 0; i < packet.SampleCount; i++)
            WriteRow(body[(i * columns * sizeof(float))..], packet.FirstSample + i, packet.MarkerAt == packet.FirstSample + i);
        into.Advance(size);
    }

    protected override void EncodeHostile(IBufferWriter<byte> into) => Header(into, NeuroscanCode.Eeg, NeuroscanCode.Float32Block, 570_621_952, 0);

    private bool IsStart(NeuroscanMessage asked) => IsCurry
        ? (asked.Code, asked.Request) == (NeuroscanCode.FromClient, NeuroscanCode.StartStreaming)
        : (asked.Code, asked.Request) == (NeuroscanCode.Client, NeuroscanCode.StartData);

    private bool TryAnswer(NeuroscanMessage asked, IBufferWriter<byte> into)
    {
        switch (asked.Code, asked.Request)
        {
            case (NeuroscanCode.General, NeuroscanCode.Version) when !IsCurry:
            case (NeuroscanCode.FromClient, NeuroscanCode.Version) when IsCurry:
                Answer(into, NeuroscanCode.InfoVersion, [.. BitConverter.GetBytes(IsCurry ? CurryVersion : 4)]);
                return true;
            case (NeuroscanCode.Client, NeuroscanCode.BasicInfo) when !IsCurry:
                Answer(into, NeuroscanCode.AcquireInfo, AcquireInfo());
                return true;
            case (NeuroscanCode.FromClient, NeuroscanCode.CurryBasicInfo) when IsCurry:
                Answer(into, NeuroscanCode.InfoBasic, Ints(24, Plan.ChannelCount, (int)AnnouncedRateHz, sizeof(float), 0, 0));
                return true;
            case (NeuroscanCode.FromClient, NeuroscanCode.ChannelInfo) when IsCurry:
                Answer(into, NeuroscanCode.InfoChannels, CurryChannels());
                return true;
            default:
                return false;
        }
    }

    private byte[] AcquireInfo() =>
        [.. Ints(28, Plan.ChannelCount, 1, Plan.PacketSamples, (int)AnnouncedRateHz, sizeof(int)), .. BitConverter.GetBytes(EmulatedSignal.Step)];

    private byte[] CurryChannels()
    {
        var list = new byte[Plan.ChannelCount * ChannelBytes];
        for (var c = 0; c < Plan.ChannelCount; c++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(list.AsSpan(c * ChannelBytes), c);
            Encoding.Unicode.GetBytes($"Ch{c + 1}", list.AsSpan(c * ChannelBytes + 4));
        }

        return list;
    }

    private void WriteRow(Span<byte> into, long sample, bool isMarked)
    {
        if (_row.Length != Plan.ChannelCount) _row = new float[Plan.ChannelCount];
        Signal.Fill(sample, _row);
        for (var c = 0; c < _row.Length; c++)
        {
            if (IsCurry) BinaryPrimitives.WriteSingleLittleEndian(into[(c * sizeof(float))..], _row[c]);
            else BinaryPrimitives.WriteInt32LittleEndian(into[(c * sizeof(int))..], (int)(_row[c] / EmulatedSignal.Step));
        }

        if (!IsCurry) BinaryPrimitives.WriteInt32LittleEndian(into[(_row.Length * sizeof(int))..], isMarked ? Code : 0);
    }

    private void WriteEvent(long sample, IBufferWriter<byte> into)
    {
        Header(into, NeuroscanCode.Events, NeuroscanCode.EventList, EventBytes, 0);
        var body = into.GetSpan(EventBytes)[..EventBytes];
        body.Clear();
        foreach (var (place, value) in ((int, int)[])[(0, Code), (4, (int)sample), (8, (int)sample), (12, (int)sample)])
            BinaryPrimitives.WriteInt32LittleEndian(body[place..], value);
        into.Advance(EventBytes);
    }

    private void Answer(IBufferWriter<byte> into, ushort request, byte[] body)
    {
        Header(into, NeuroscanCode.Info, request, body.Length, 0);
        into.Write(body);
    }

    private void Header(IBufferWriter<byte> into, ushort code, ushort request, int size, uint sample) =>
        into.Advance(NeuroscanMessage.Write(into.GetSpan(NeuroscanMessage.HeaderBytes(dialect)), dialect, "DATA"u8, code, request, size, sample));

    private static byte[] Ints(params ReadOnlySpan<int> values)
    {
        var bytes = new byte[values.Length * sizeof(int)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        return bytes;
    }
}
