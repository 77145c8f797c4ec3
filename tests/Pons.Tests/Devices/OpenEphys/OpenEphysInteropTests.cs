using System.Buffers;
using System.Text;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.OpenEphys;
using Pons.Devices.Zmtp;

namespace Pons.Tests.Devices.OpenEphys;

/// <summary>Interop test 8 of the wire facts: missing message_num, out-of-order channels, spike key.</summary>
public sealed class OpenEphysInteropTests
{
    [Fact]
    public void Missing_message_number_out_of_order_channels_and_spike_key_split_at_every_byte()
    {
        var bytes = Recorded();
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = Parse(bytes, at);
            Assert.Equal(["CH3", "a\"b", "CH9"], tap.Stream!.Info.Channels.Select(c => c.Label));
            Assert.Equal(30_000, tap.Stream.Info.RateHz);
            Assert.Equal([0L, 1, 2, 3, 6, 7], tap.Rows.Keys);
            foreach (var (index, row) in tap.Rows) Assert.Equal([Value(100 + index, 2), Value(100 + index, 5), Value(100 + index, 8)], row);
            Assert.Equal((4L, 2L, GapReason.Counter, false), tap.Gaps.Select(g => (g.FirstSampleIndex, g.SampleCount, g.Reason, g.IsEstimated)).Single());
            Assert.Equal([(1L, "TTL 8 on"), (3L, "TTL 8 off"), (2L, "spike Tetrode 1 7"), (7L, "hello")], tap.Markers.Select(m => (m.SampleIndex, m.Label)));
            Assert.Equal(1, tap.Notices.Single(n => n.Kind == DeviceNoticeKind.Fault).Amount);
            Assert.Contains("'other' is sent too", tap.Notices.Single(n => n.Kind == DeviceNoticeKind.Note).Text);
        }
    }

    [Fact]
    public void A_stated_number_of_channels_is_known_with_the_first_block_and_a_new_start_is_told()
    {
        var bytes = Greeting();
        foreach (var first in new[] { 50_000, 50_002, 0 })
            foreach (var channel in new[] { 1, 0 }) Data(bytes, 0, channel, first);
        var tap = Parse(bytes.WrittenSpan.ToArray(), 0, channels: 2);
        Assert.Equal(6, tap.Rows.Count);
        Assert.Equal([(4L, true)], tap.Gaps.Select(g => (g.FirstSampleIndex, g.IsEstimated)));
    }

    [Theory]
    [InlineData("DATA\0", "{", "holds no JSON")]
    [InlineData("DATA\0", """{"content":{"stream":"s","channel_num":0,"num_samples":3,"sample_num":0,"sample_rate":1000}}""", "announces 3 samples and holds 4 bytes")]
    [InlineData("DATA\0", """{"content":{"stream":"s","channel_num":0,"num_samples":1,"sample_num":0,"sample_rate":0}}""", "sampling rate is 0")]
    [InlineData("DATA\0", """{"content":{"stream":"s","channel_num":-7,"num_samples":1,"sample_num":0,"sample_rate":1000}}""", "channel -7")]
    public void Messages_that_cannot_be_are_refused(string envelope, string json, string expected)
    {
        var bytes = Greeting();
        Message(bytes, envelope, json, [0, 0, 0, 0]);
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => Parse(bytes.WrittenSpan.ToArray(), 0)).Message);
    }

    [Fact]
    public void Random_bytes_give_only_stated_errors()
    {
        var random = new Random(8);
        var valid = Recorded();
        for (var i = 0; i < 2000; i++)
        {
            var bytes = valid.ToArray();
            for (var k = random.Next(1, 6); k > 0; k--) bytes[random.Next(86, bytes.Length)] = (byte)random.Next(256);
            try
            {
                Parse(bytes, random.Next(bytes.Length));
            }
            catch (DeviceException)
            {
            }
        }
    }

    [Fact]
    public async Task Emulator_loses_and_stalls_and_its_events_stay_on_their_samples()
    {
        var plan = new EmulationPlan
        {
            ChannelCount = 3,
            RateHz = 1000,
            PacketSamples = 20,
            MarkerEverySeconds = 0.1,
            Faults = new() { SplitBytes = 50, Faults = [new(0.2, FaultKind.Lose, 3), new(0.3, FaultKind.Stall, 0.1), new(0.5, FaultKind.Lose, 1)] },
        };
        await using var run = await EmulatedRun.StartAsync(new OpenEphysProtocol(), plan, "openephys?listen=any");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 900);
        await run.StopAsync();
        run.AssertExact();
        Assert.Equal(run.Emulator.Log.Faults.Where(f => f.SampleCount > 0).Select(f => (f.FirstSample, f.SampleCount)), run.GapsOfDevice());
        var first = run.Emulator.Log.FirstSample!.Value;
        Assert.Contains(run.Tap.Markers, m => m.Label == "spike Electrode 1 2");
        Assert.All(run.Tap.Markers.Where(m => m.Label != "TTL 1 off"), m => Assert.Equal(0, (m.SampleIndex + first) % 100));
    }

    [Theory]
    [InlineData(FaultKind.Disconnect, 0.2)]
    [InlineData(FaultKind.HostileLength, 0)]
    [InlineData(FaultKind.Garbage, 30)]
    public async Task A_broken_connection_is_made_again(FaultKind kind, double amount)
    {
        var plan = new EmulationPlan { ChannelCount = 2, RateHz = 1000, Faults = new() { Faults = [new(0.2, kind, amount)] } };
        await using var run = await EmulatedRun.StartAsync(new OpenEphysProtocol(), plan, "openephys?listen=any&channels=2");
        await run.Tap.UntilAsync(t => t.Gaps.Count == 1 && t.Rows.Count > 500);
        await run.StopAsync();
        run.AssertExact();
        Assert.Equal((false, GapReason.Reconnected), (run.Tap.Gaps[0].IsEstimated, run.Tap.Gaps[0].Reason));
    }

    private static byte[] Recorded()
    {
        var bytes = Greeting();
        var number = 40L;
        Data(bytes, number++, 8, 98); // the connection begins within a block
        foreach (var channel in new[] { 5, 2, 8 }) Data(bytes, number++, channel, 100);
        Event(bytes, number++, "s", 3, 101, [7, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        Data(bytes, number++, 0, 100, "other");
        foreach (var channel in new[] { 8, 5, 2 }) Data(bytes, number++, channel, 102);
        Data(bytes, number++, 2, 104);
        number++; // lost
        Data(bytes, number++, 8, 104);
        Event(bytes, number++, "s", 3, 103, [7, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Message(bytes, "EVENT\0", $$"""
            {"message_num":{{number++}},"type":"spike","spike":{"stream":"s","source_node":1,"electrode":"Tetrode 1","sample_num":102,"num_channels":4,
            "num_samples":40,"sorted_id":7,"threshold":[1,2.5]} }
            """, [1, 2, 3, 4]);
        foreach (var channel in new[] { 2, 8, 5 }) Data(bytes, number++, channel, 106);
        Event(bytes, number, "s", 5, 107, Encoding.UTF8.GetBytes("hello\0"));
        return bytes.WrittenSpan.ToArray();
    }

    private static float Value(long sample, int channel) => sample + channel / 16f;

    private static void Data(ArrayBufferWriter<byte> into, long number, int channel, int first, string stream = "s") => Message(
        into, "DATA\0",
        $$"""
        {"message_num":{{number}},"type":"data","content":{"stream":"{{stream}}","channel_num":{{channel}},"channel_name":"{{(channel == 5 ? "a\\\"b" : $"CH{channel + 1}")}}",
        "num_samples":2,"sample_num":{{first}},"sample_rate":30000.0},"data_size":8,"timestamp":1700000000000}
        """,
        [.. BitConverter.GetBytes(Value(first, channel)), .. BitConverter.GetBytes(Value(first + 1, channel))]);

    private static void Event(ArrayBufferWriter<byte> into, long number, string stream, int type, int sample, byte[] binary) => Message(
        into, "EVENT\0",
        $$"""{"message_num":{{number}},"type":"event","content":{"stream":"{{stream}}","source_node":5,"type":{{type}},"sample_num":{{sample}}},"data_size":10}""", binary);

    private static void Message(ArrayBufferWriter<byte> into, string envelope, string json, byte[] binary)
    {
        ZmtpWire.Frame(into, Encoding.UTF8.GetBytes(envelope), true);
        ZmtpWire.Frame(into, Encoding.UTF8.GetBytes(json), true);
        ZmtpWire.Frame(into, binary, false);
    }

    private static ArrayBufferWriter<byte> Greeting()
    {
        var bytes = new ArrayBufferWriter<byte>();
        ZmtpWire.Open(bytes, "PUB");
        return bytes;
    }

    private static CollectingTap Parse(byte[] bytes, int cut, int channels = 0)
    {
        var tap = new CollectingTap();
        ParserRun.Feed(new OpenEphysParser("", channels, new("device")), new SampleOutput("test", tap), bytes, cut);
        return tap;
    }
}
