using System.Buffers;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.OpenEphys;
using Pons.Devices.Zmtp;

namespace Pons.Tests.Devices.OpenEphys;

public sealed class FalconInteropTests
{
    /// <summary>A buffer as another writer may lay it out: fields in another order, absent ones, the vtable behind the table.</summary>
    private static readonly byte[] Foreign =
    [
        4, 0, 0, 0,                                     // root at 4
        0xE4, 0xFF, 0xFF, 0xFF,                         // table at 4, vtable 28 bytes behind it, at 32
        2, 0, 0, 0,                                     // +4 channels 2
        0xE8, 3, 0, 0,                                  // +8 rate 1000
        2, 0, 0, 0,                                     // +12 samples 2
        36, 0, 0, 0,                                    // +16 vector of samples at 20 + 36 = 56
        0, 0, 0, 0, 0, 0, 0, 0,                         // padding
        22, 0, 20, 0, 16, 0, 0, 0, 0, 0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, // vtable at 32
        4, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40, // at 56: 4 values 1 2 3 4
    ];

    [Fact]
    public void Channels_follow_one_another_and_codes_become_markers_split_at_every_byte()
    {
        var bytes = Greeting();
        foreach (var first in new[] { 10, 13, 19 }) ZmtpWire.Frame(bytes, Block(first).Bytes, false);
        for (var at = 0; at <= bytes.WrittenCount; at++)
        {
            var tap = Parse(bytes.WrittenSpan.ToArray(), at);
            Assert.Equal(["CH1", "CH2"], tap.Stream!.Info.Channels.Select(c => c.Label));
            foreach (var (index, row) in tap.Rows) Assert.Equal([10f + index, -10f - index], row);
            Assert.Equal((6L, 3L), tap.Gaps.Select(g => (g.FirstSampleIndex, g.SampleCount)).Single());
            Assert.Equal([(1L, "code 4"), (2L, "code 0"), (4L, "code 4"), (5L, "code 0"), (10L, "code 4"), (11L, "code 0")], tap.Markers.Select(m => (m.SampleIndex, m.Label)));
        }
    }

    [Fact]
    public void A_buffer_of_another_writer_is_read()
    {
        var bytes = Greeting();
        ZmtpWire.Frame(bytes, Foreign, false);
        var tap = Parse(bytes.WrittenSpan.ToArray(), 0);
        Assert.Equal([1f, 3, 2, 4], tap.Values);
        Assert.Equal(1000, tap.Stream!.Info.RateHz);
    }

    [Fact]
    public void Damaged_buffers_give_only_stated_errors()
    {
        var random = new Random(9);
        foreach (var valid in new[] { Foreign, Block(10).Bytes.ToArray() })
            for (var i = 0; i < 3000; i++)
            {
                var body = valid.ToArray();
                for (var k = random.Next(1, 4); k > 0; k--) body[random.Next(body.Length)] = (byte)random.Next(256);
                var bytes = Greeting();
                ZmtpWire.Frame(bytes, body.AsSpan(0, i % 3 == 0 ? random.Next(body.Length) : body.Length), false);
                try
                {
                    Parse(bytes.WrittenSpan.ToArray(), 0);
                }
                catch (DeviceException)
                {
                }
            }
    }

    [Theory]
    [InlineData(FaultKind.Lose, 3, false)]
    [InlineData(FaultKind.Disconnect, 0.2, false)]
    [InlineData(FaultKind.HostileLength, 0, false)]
    public async Task Faults_of_the_emulator_are_exact_gaps(FaultKind kind, double amount, bool isEstimated)
    {
        var plan = new EmulationPlan { ChannelCount = 3, RateHz = 1000, Faults = new() { SplitBytes = 33, Faults = [new(0.2, kind, amount)] } };
        await using var run = await EmulatedRun.StartAsync(new FalconProtocol(), plan, "falcon?listen=any");
        await run.Tap.UntilAsync(t => t.Gaps.Count == 1 && t.Rows.Count > 500);
        await run.StopAsync();
        run.AssertExact();
        Assert.Equal((isEstimated, run.Emulator.Log.LostSamples), (run.Tap.Gaps[0].IsEstimated, run.Tap.Gaps[0].SampleCount));
    }

    private static FalconBlock Block(int first)
    {
        var block = new FalconBlock(2, 3, first, 1000, 0);
        for (var i = 0; i < 3; i++)
        {
            block.Set(0, i, first + i);
            block.Set(1, i, -first - i);
        }

        block.SetCode(1, 4);
        return block;
    }

    private static ArrayBufferWriter<byte> Greeting()
    {
        var bytes = new ArrayBufferWriter<byte>();
        ZmtpWire.Open(bytes, "PUB");
        return bytes;
    }

    private static CollectingTap Parse(byte[] bytes, int cut)
    {
        var tap = new CollectingTap();
        ParserRun.Feed(new FalconParser("", new("device")), new SampleOutput("test", tap), bytes, cut);
        return tap;
    }
}
