using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Rda;

namespace Pons.Tests.Devices.Rda;

/// <summary>Interop test 3 of the wire facts: start, data, marker, unknown type, keep-alive; split at every byte; gaps; several markers.</summary>
public sealed class RdaInteropTests
{
    private const uint Start = 1, Data = 4, State = 5, Stop = 3, KeepAlive = 10000;

    [Fact]
    public void Start_data_markers_unknown_types_and_keep_alive_split_at_every_byte()
    {
        var bytes = Recorded();
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = Parse(bytes, at);
            Assert.Equal(["C3", "Cz"], tap.Stream!.Info.Channels.Select(c => c.Label));
            Assert.Equal(500, tap.Stream.Info.RateHz);
            Assert.Equal([0.5f, -4, 1, -8, 1.5f, -12, 2, -16, 4, -20], tap.Values);
            Assert.Equal([0L, 1, 2, 3, 6], tap.Rows.Keys);
            Assert.Equal([(2L, "Stimulus/S  1"), (3L, "Response/R  2"), (3L, "Comment/x")], tap.Markers.Select(m => (m.SampleIndex, m.Label)));
            var gap = Assert.Single(tap.Gaps);
            Assert.Equal((4L, 2L, GapReason.Counter, false), (gap.FirstSampleIndex, gap.SampleCount, gap.Reason, gap.IsEstimated));
        }
    }

    [Fact]
    public void Int16_values_are_scaled_by_their_resolution()
    {
        var bytes = new ArrayBufferWriter<byte>();
        Message(bytes, Start, StartBody());
        Message(bytes, 2, [.. U32(0), .. U32(1), .. U32(0), 0xFE, 0xFF, 3, 0]);
        Assert.Equal([-1f, 6], Parse(bytes.WrittenSpan.ToArray(), 7).Values);
    }

    [Theory]
    [InlineData(1, 0xFFFFFFF0u, "announces 4294967280 bytes")]
    [InlineData(4, 20u, "announces 20 bytes")]
    public void Lengths_that_cannot_be_are_refused_at_once(uint kind, uint size, string expected)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Message(bytes, kind, []);
        var header = bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), size);
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => Parse(header, 24)).Message);
    }

    [Fact]
    public void Samples_beyond_the_message_are_refused()
    {
        var bytes = new ArrayBufferWriter<byte>();
        Message(bytes, Start, StartBody());
        Message(bytes, Data, [.. U32(0), .. U32(1_000_000), .. U32(0)]);
        Assert.Contains("1000000 samples of 2 channels", Assert.Throws<DeviceException>(() => Parse(bytes.WrittenSpan.ToArray(), 0)).Message);
    }

    [Fact]
    public void Random_bytes_give_only_stated_errors()
    {
        var random = new Random(5);
        var valid = Recorded();
        for (var i = 0; i < 2000; i++)
        {
            var bytes = valid.ToArray();
            for (var k = random.Next(1, 6); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
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
    public async Task Emulator_loses_stalls_talks_nonsense_and_disconnects()
    {
        var plan = new EmulationPlan
        {
            ChannelCount = 4,
            RateHz = 1000,
            PacketSamples = 10,
            MarkerEverySeconds = 0.1,
            Faults = new()
            {
                SplitBytes = 7,
                Faults = [new(0.1, FaultKind.Lose, 3), new(0.2, FaultKind.Garbage, 50), new(0.3, FaultKind.Stall, 0.1), new(0.5, FaultKind.Lose, 1)],
            },
        };
        await using var run = await EmulatedRun.StartAsync(new RdaProtocol(), plan, "rda?listen=any");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 700);
        run.AssertExact();
        Assert.Equal(run.Emulator.Log.Faults.Where(f => f.SampleCount > 0).Select(f => (f.FirstSample, f.SampleCount)), run.GapsOfDevice());
        Assert.Equal(50, run.Link.Counts.GarbageBytes);
        Assert.All(run.Tap.Markers, m => Assert.Equal(0, (m.SampleIndex + run.Emulator.Log.FirstSample!.Value) % 100));
    }

    [Theory]
    [InlineData(FaultKind.Disconnect, 0.2)]
    [InlineData(FaultKind.HostileLength, 0)]
    public async Task A_broken_connection_is_made_again_with_an_estimated_gap(FaultKind kind, double seconds)
    {
        var plan = new EmulationPlan { ChannelCount = 2, RateHz = 500, Faults = new() { Faults = [new(0.2, kind, seconds)] } };
        await using var run = await EmulatedRun.StartAsync(new RdaProtocol(), plan, "rda?listen=any");
        await run.Tap.UntilAsync(t => t.Gaps.Count == 1 && t.Rows.Count > 200);
        var gap = run.Tap.Gaps[0];
        Assert.True(gap.IsEstimated);
        Assert.Equal(GapReason.Reconnected, gap.Reason);
        var lost = run.Emulator.Log.LostSamples;
        Assert.InRange(gap.SampleCount, lost - 25, lost + 25);
        Assert.Equal(1, run.Link.Counts.Reconnections);
    }

    private static CollectingTap Parse(byte[] bytes, int cut)
    {
        var tap = new CollectingTap();
        var output = new SampleOutput("test", tap);
        var parser = new RdaParser(new("device"));
        var held = new List<byte>();
        foreach (var piece in new[] { bytes[..cut], bytes[cut..] })
        {
            held.AddRange(piece);
            for (var used = 1; used > 0 && held.Count > 0;)
            {
                used = parser.Parse(held.ToArray(), output);
                held.RemoveRange(0, used);
            }

            output.Flush();
        }

        return tap;
    }

    private static byte[] Recorded()
    {
        var bytes = new ArrayBufferWriter<byte>();
        Message(bytes, Start, StartBody());
        Message(bytes, KeepAlive, []);
        Message(bytes, Data, [.. U32(0), .. U32(2), .. U32(0), .. F32(1, -2, 2, -4)]);
        Message(bytes, State, [1, 2, 3]);
        Message(bytes, Data,
            [.. U32(1), .. U32(2), .. U32(3), .. F32(3, -6, 4, -8), .. Marker(0, "Stimulus", "S  1"), .. Marker(1, "Response", "R  2"), .. Marker(1, "Comment", "x")]);
        Message(bytes, Data, [.. U32(3), .. U32(1), .. U32(0), .. F32(8, -10)]);
        Message(bytes, Stop, []);
        return bytes.WrittenSpan.ToArray();
    }

    private static byte[] StartBody() => [.. U32(2), .. F64(2000, 0.5, 2), .. Encoding.UTF8.GetBytes("C3\0Cz\0")];

    private static byte[] Marker(int position, string type, string description)
    {
        var texts = Encoding.UTF8.GetBytes($"{type}\0{description}\0");
        return [.. U32((uint)(16 + texts.Length)), .. U32((uint)position), .. U32(1), .. U32(uint.MaxValue), .. texts];
    }

    private static void Message(ArrayBufferWriter<byte> into, uint kind, byte[] body)
    {
        into.Write((ReadOnlySpan<byte>)[0x8E, 0x45, 0x58, 0x43, 0x96, 0xC9, 0x86, 0x4C, 0xAF, 0x4A, 0x98, 0xBB, 0xF6, 0xC9, 0x14, 0x50]);
        into.Write([.. U32((uint)(24 + body.Length)), .. U32(kind), .. body]);
    }

    private static byte[] U32(uint value) => BitConverter.GetBytes(value);

    private static byte[] F32(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] F64(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
