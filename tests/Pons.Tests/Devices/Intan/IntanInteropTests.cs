using System.Net;
using System.Net.Sockets;
using System.Text;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Intan;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices.Intan;

/// <summary>Interop test 7 of the wire facts: block resync on the magic, 1 and 10 blocks per write, aux repeat rule.</summary>
public sealed class IntanInteropTests
{
    private static readonly IntanLayout Two = Layout("A-000", "A-001");

    [Fact]
    public void Block_resync_on_the_magic_split_at_every_byte()
    {
        byte[] bytes = [1, 8, 0x7A, .. Block(Two, 1000), 8, 0x7A, 0xF0, 0x2E, 5, .. Block(Two, 1128), .. Block(Two, 1512), 9];
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = Parse(Two, bytes, at);
            Assert.Equal(3 * 128, tap.Rows.Count);
            foreach (var (index, row) in tap.Rows) Assert.Equal([Value(1000 + index, 0), Value(1000 + index, 1)], row);
            Assert.Equal((256L, 256L, false), tap.Gaps.Select(g => (g.FirstSampleIndex, g.SampleCount, g.IsEstimated)).Single());
            Assert.Equal(9, tap.Notices.Where(n => n.Kind == DeviceNoticeKind.Garbage).Sum(n => n.Amount));
        }
    }

    [Theory]
    [InlineData(128, "1")]
    [InlineData(1280, "10")]
    public async Task One_and_ten_blocks_per_write(int packetSamples, string blocks)
    {
        await using var run = await StartAsync(new() { ChannelCount = 5, RateHz = 20_000, PacketSamples = packetSamples });
        Assert.Equal(blocks, run.Link.Address.Options["blocks"]);
        await run.Tap.UntilAsync(t => t.Rows.Count >= 6400);
        await run.StopAsync();
        AssertExact(run);
        Assert.Empty(run.Tap.Gaps);
    }

    [Fact]
    public async Task Aux_words_are_new_in_every_fourth_frame_and_supply_words_once_a_block()
    {
        await using var run = await StartAsync(
            new() { ChannelCount = 1, RateHz = 5000 }, "intan?listen=any&channels=A-VDD1,A-AUX1,A-000");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 1280);
        await run.StopAsync();
        Assert.Equal(["A-000", "A-AUX1", "A-VDD1"], run.Tap.Stream!.Info.Channels.Select(c => c.Label));
        foreach (var (index, row) in run.Tap.Rows.Take(1280))
        {
            Assert.Equal((float)((ushort)(index / 4 * 7 + 1) * 37.4), row[1]);
            Assert.Equal((float)((44_000 + index / 128 % 100) * 74.8), row[2], 1e-3f);
        }
    }

    [Fact]
    public void Words_stand_in_the_order_of_the_channels_and_have_their_units()
    {
        var layout = Settings("channels=DIGITAL-OUT-01,DIGITAL-IN-02,DIGITAL-IN-01,ANALOG-OUT-1,ANALOG-IN-1,B-AUX2,A-VDD1,B-000,A-127&bands=stim,dc,high,low,wide").Layout;
        Assert.Equal(
            ["A-127", "A-127 low", "A-127 high", "A-127 dc", "A-127 stim", "B-000", "B-000 low", "B-000 high", "B-000 dc", "B-000 stim",
                "B-AUX2", "A-VDD1", "ANALOG-IN-1", "ANALOG-OUT-1", "DIGITAL-IN", "DIGITAL-OUT"], layout.Words.Select(w => w.Label));
        Assert.Equal(17, layout.Enabled.Length);
        var tap = Parse(layout, Block(layout, 0, (_, word) => layout.Words[word].Kind switch
        {
            IntanWordKind.Wide => 32_769,
            IntanWordKind.Low => 0,
            IntanWordKind.High => 65_535,
            IntanWordKind.Dc => 511,
            IntanWordKind.Stim => 0x10A,
            IntanWordKind.AnalogIn => 32_768 + 3200,
            _ => 10,
        }), 0);
        float[] amplifier = [0.195f, (float)(0.195 * -32_768), (float)(0.195 * 32_767), 19_230, -10];
        Assert.Equal([.. amplifier, .. amplifier, 374, 748, 1e6f, (10 - 32_768) * 312.5f, 10, 10], tap.Rows[127]);
        Assert.Equal((float)(10 * 50.354), layout.Words[12].Scale(isUsb2: true) is var (o, n, d) ? (10 - o) * n / d : 0);
    }

    [Fact]
    public void Every_word_of_an_amplifier_keeps_its_value()
    {
        var layout = Layout([.. Enumerable.Range(0, 512).Select(i => IntanChannelName.Amplifier(i).ToString())]);
        var tap = Parse(layout, Block(layout, 0, (frame, word) => (ushort)(frame * 512 + word)), 0);
        Assert.All(tap.Values.Select((v, i) => (v, i)), x => Assert.Equal((float)(0.195 * (x.i - 32_768)), x.v));
        Assert.Equal(Enumerable.Range(-32_768, 65_536), tap.Values.Select(v => (int)Math.Round(v / 0.195)));
    }

    [Fact]
    public void Digital_changes_and_flags_of_stimulation_become_markers()
    {
        var layout = Settings("channels=A-000,DIGITAL-IN-01&bands=stim").Layout;
        var tap = Parse(layout, Block(layout, 500, (frame, word) => word == 0 ? (ushort)(frame < 100 ? 3 : 0x8003) : (ushort)(frame is >= 10 and < 12 ? 5 : 4)), 0);
        Assert.Equal([(100L, "A-000 stim/64"), (10L, "DIGITAL-IN/5"), (12L, "DIGITAL-IN/4")], tap.Markers.Select(m => (m.SampleIndex, m.Label)));
    }

    [Fact]
    public void Sample_count_turns_over_and_a_new_start_is_an_estimated_gap()
    {
        var tap = new CollectingTap();
        var output = new SampleOutput("test", tap);
        var parser = Begin(Two, output);
        output.Arrive(new(ClockId.Host, 0));
        byte[] turning = [.. Block(Two, uint.MaxValue - 63), .. Block(Two, 64)];
        ParserRun.Feed(parser, output, turning, 0);
        output.Arrive(new(ClockId.Host, 1_000_000_000));
        ParserRun.Feed(parser, output, Block(Two, 0), 0);
        var gap = Assert.Single(tap.Gaps);
        Assert.Equal((256L, 20_000 - 128L, GapReason.Reconnected, true), (gap.FirstSampleIndex, gap.SampleCount, gap.Reason, gap.IsEstimated));
        Assert.Equal(384, tap.Rows.Count);
    }

    [Fact]
    public void Spikes_are_marked_at_their_samples_split_at_every_byte()
    {
        byte[] records = [.. Spike("A-000", 1005, 1), .. Spike("H-127", 1130, 128)];
        for (var at = 0; at <= records.Length; at++)
        {
            var inbox = new IntanSpikeInbox();
            var parser = new IntanSpikeParser("test");
            var used = parser.Parse(records.AsSpan(0, at), inbox);
            Assert.Equal(records.Length - used, parser.Parse(records.AsSpan(used), inbox));
            var tap = new CollectingTap();
            var output = new SampleOutput("test", tap);
            var waves = Begin(Two, output, inbox);
            ParserRun.Feed(waves, output, Block(Two, 1000), 0);
            Assert.Equal([(5L, "spike A-000 1"), (130L, "spike H-127 128")], tap.Markers.Select(m => (m.SampleIndex, m.Label)));
        }

        Assert.Contains("a spike begins with", Assert.Throws<DeviceException>(() => new IntanSpikeParser("test").Parse(new byte[14], new())).Message);
    }

    [Fact]
    public void Random_bytes_give_only_stated_errors()
    {
        var random = new Random(7);
        byte[] valid = [.. Block(Two, 0), .. Block(Two, 128), .. Block(Two, 256)];
        for (var i = 0; i < 500; i++)
        {
            var bytes = valid.ToArray();
            for (var k = random.Next(1, 6); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Parse(Two, bytes, random.Next(bytes.Length));
        }

        Assert.Contains("without a block of 2 words", Assert.Throws<DeviceException>(() => Parse(Two, new byte[300_000], 0)).Message);
        Assert.Contains("without a block of 2 words", Assert.Throws<DeviceException>(
            () => Parse(Two, [.. Enumerable.Range(0, 200).SelectMany(i => Block(Layout("A-000", "A-001", "A-002"), (uint)(128 * i)))], 0)).Message);
    }

    [Fact]
    public void Blocks_are_read_without_allocation()
    {
        var output = new SampleOutput("test", new NoTap());
        var parser = Begin(Two, output);
        var blocks = Enumerable.Range(0, 64).Select(i => Block(Two, (uint)(128 * i))).ToArray();
        for (var i = 0; i < 32; i++) Read(blocks[i]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 32; i < 64; i++) Read(blocks[i]);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Read(byte[] block)
        {
            parser.Parse(block, output);
            output.Flush();
        }
    }

    [Fact]
    public async Task Emulator_loses_stalls_talks_nonsense_and_its_spikes_and_pulses_stay_on_their_samples()
    {
        var plan = new EmulationPlan
        {
            ChannelCount = 2,
            RateHz = 5000,
            MarkerEverySeconds = 0.1,
            Faults = new()
            {
                SplitBytes = 100,
                Faults = [new(0.1, FaultKind.Lose, 3), new(0.3, FaultKind.Garbage, 50), new(0.4, FaultKind.Stall, 0.1), new(0.6, FaultKind.Lose, 1)],
            },
        };
        await using var run = await StartAsync(plan, "intan?listen=any&channels=A-000,A-001,DIGITAL-IN-01&spikes=yes");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 5000 && t.Markers.Count(m => m.Label == "spike A-000 1") >= 3);
        await run.StopAsync();
        AssertExact(run);
        Assert.Equal(run.Emulator.Log.Faults.Where(f => f.SampleCount > 0).Select(f => (f.FirstSample, f.SampleCount)), run.GapsOfDevice());
        Assert.Equal(50, run.Link.Counts.GarbageBytes);
        var first = run.Emulator.Log.FirstSample!.Value;
        Assert.All(run.Tap.Markers.Where(m => m.Label is "DIGITAL-IN/1" or "spike A-000 1"), m => Assert.Equal(0, (m.SampleIndex + first) % 500));
    }

    [Theory]
    [InlineData(FaultKind.Disconnect, 0.2)]
    [InlineData(FaultKind.HostileLength, 0)]
    public async Task A_broken_connection_is_made_again_and_its_loss_is_counted(FaultKind kind, double seconds)
    {
        var plan = new EmulationPlan { ChannelCount = 2, RateHz = 5000, Faults = new() { Faults = [new(0.2, kind, seconds)] } };
        await using var run = await StartAsync(plan);
        await run.Tap.UntilAsync(t => t.Gaps.Count == 1 && t.Rows.Count > 2000);
        await run.StopAsync();
        AssertExact(run);
        var gap = run.Tap.Gaps[0];
        Assert.Equal((false, GapReason.Reconnected, run.Emulator.Log.LostSamples), (gap.IsEstimated, gap.Reason, gap.SampleCount));
        Assert.Equal(1, run.Link.Counts.Reconnections);
    }

    [Fact]
    public async Task The_controller_is_stopped_at_the_end_and_one_that_runs_already_is_left_alone()
    {
        await using var run = await StartAsync(new() { ChannelCount = 2, RateHz = 5000 });
        await run.Tap.UntilAsync(t => t.Rows.Count > 100);
        var second = new DeviceLink(new IntanProtocol().Open(run.Link.Address, HostClock.System));
        using var commands = new TcpClient();
        await run.StopAsync();
        await commands.ConnectAsync(IPAddress.Loopback, run.Link.Address.Port!.Value, TestContext.Current.CancellationToken);
        await commands.GetStream().WriteAsync(Encoding.ASCII.GetBytes("SET RunMode Run;get runmode;"), TestContext.Current.CancellationToken);
        var answer = new byte[19];
        await commands.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        Assert.Equal("Return: RunMode Run", Encoding.ASCII.GetString(answer));
        commands.Close();
        Assert.Contains("is running already", (await Assert.ThrowsAsync<DeviceException>(() => second.RunAsync(TestContext.Current.CancellationToken))).Message);
    }

    [Fact]
    public async Task What_RHX_refuses_is_told_in_its_words()
    {
        var emulator = new IntanProtocol().Emulate(DeviceAddress.Parse("intan?listen=any"), new() { ChannelCount = 2 }, HostClock.System);
        _ = emulator.RunAsync(TestContext.Current.CancellationToken);
        var at = await emulator.Listening;
        var link = new DeviceLink(new IntanProtocol().Open(at with { Options = at.Options.SetItem("channels", "B-007") }, HostClock.System));
        var fault = await Assert.ThrowsAsync<DeviceException>(() => link.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Unrecognized command: set B-007.tcpdataoutputenabled true", fault.Message);
    }

    [Theory]
    [InlineData("", "channels names 0 words")]
    [InlineData("channels=I-000", "'I-000' is no channel")]
    [InlineData("channels=A-128", "'A-128' is no channel")]
    [InlineData("channels=A-005..A-004", "'A-005..A-004' is no channel")]
    [InlineData("channels=A-000&bands=wide,loud", "bands is 'wide,loud'")]
    [InlineData("channels=A-000&speed=2", "intan has no option 'speed'")]
    public void Addresses_that_cannot_be_are_refused(string options, string expected) =>
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => Settings(options)).Message);

    private static Task<EmulatedRun> StartAsync(EmulationPlan plan, string address = "intan?listen=any") =>
        EmulatedRun.StartAsync(new IntanProtocol(), plan, address);

    private static void AssertExact(EmulatedRun run)
    {
        var first = run.Emulator.Log.FirstSample!.Value;
        foreach (var (index, row) in run.Tap.Rows)
            for (var c = 0; c < run.Emulator.Plan.ChannelCount; c++)
                Assert.Equal((float)(0.195 * MathF.Round(run.Emulator.Signal.Value(first + index, c) / 0.195f)), row[c]);
    }

    private static IntanSettings Settings(string options) => new(DeviceAddress.Parse("intan://127.0.0.1?" + options));

    private static IntanLayout Layout(params string[] channels) => Settings("channels=" + string.Join(',', channels)).Layout;

    private static float Value(long sample, int word) => (float)(0.195 * ((sample * 3 + word) % 1000));

    private static byte[] Block(IntanLayout layout, uint first) =>
        Block(layout, first, (frame, word) => (ushort)(32_768 + (first + frame) * 3 % 1000 + word));

    private static byte[] Block(IntanLayout layout, uint first, Func<int, int, ushort> raw)
    {
        var bytes = new List<byte> { 8, 0x7A, 0xF0, 0x2E };
        for (var frame = 0; frame < 128; frame++)
        {
            bytes.AddRange(BitConverter.GetBytes(unchecked(first + (uint)frame)));
            for (var word = 0; word < layout.Words.Length; word++) bytes.AddRange(BitConverter.GetBytes(raw(frame, word)));
        }

        return [.. bytes];
    }

    private static byte[] Spike(string channel, uint time, byte id) =>
        [0x0F, 0x71, 0xE2, 0x3A, .. Encoding.ASCII.GetBytes(channel), .. BitConverter.GetBytes(time), id];

    private static IntanParser Begin(IntanLayout layout, SampleOutput output, IntanSpikeInbox? inbox = null)
    {
        var stream = layout.Describe(20_000, new("device"));
        output.Begin(stream);
        return new(layout, false, stream, inbox);
    }

    private static CollectingTap Parse(IntanLayout layout, byte[] bytes, int cut)
    {
        var tap = new CollectingTap();
        var output = new SampleOutput("test", tap);
        ParserRun.Feed(Begin(layout, output), output, bytes, cut);
        return tap;
    }
}
