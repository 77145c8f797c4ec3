using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Neuroscan;
using Pons.Streams;

namespace Pons.Tests.Devices.Neuroscan;

/// <summary>Interop test 6 of the wire facts: the wrong header width must fail in less than 1 s, never wait for 570 MB.</summary>
public sealed class NeuroscanInteropTests
{
    [Fact]
    public void Curry_read_as_acquire_fails_with_the_first_wrong_byte_and_never_waits_for_570_megabytes()
    {
        // The version 802 behind a header of 20 bytes: its last bytes are 22 03 00 00, 570 621 952 in the other byte order.
        byte[] answer = [.. Header(true, 1, 1, 4), .. BitConverter.GetBytes(802)];
        Assert.Equal(570_621_952u, BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(20)));
        for (var cut = 0; cut <= answer.Length; cut++)
        {
            var fault = Assert.Throws<DeviceException>(() => Parser(AcquireLayout()).ParseCut(answer, cut));
            Assert.Contains("begins with 00", fault.Message);
            Assert.Contains("dialect=curry8", fault.Message);
        }
    }

    [Fact]
    public void Acquire_read_as_curry_fails_with_the_length_that_cannot_be()
    {
        byte[] block = [.. Header(false, 2, 2, 24), .. new byte[24]];
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(12), 802);
        var fault = Assert.Throws<DeviceException>(() => Parser(CurryLayout()).Parse(block));
        Assert.Contains("announces 570621952 bytes", fault.Message);
        Assert.Contains("dialect=acquire", fault.Message);
    }

    [Fact]
    public async Task A_server_that_answers_neither_question_is_given_up_within_a_second()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var clock = new HandClock();
        var driver = new NeuroscanProtocol().Open(At(silent), new(clock));
        var reading = driver.RunAsync(new("test", new CollectingTap()), TestContext.Current.CancellationToken);
        for (var question = 0; question < 2; question++)
        {
            using var client = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await client.GetStream().ReadExactlyAsync(new byte[question == 0 ? 12 : 20], TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromSeconds(0.49));
        }

        var fault = await Assert.ThrowsAsync<DeviceException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Contains("neither Acquire's nor Curry's", fault.Message);
    }

    [Fact]
    public async Task A_curry_server_taken_for_acquire_is_given_up_within_a_second()
    {
        using var curry = new TcpListener(IPAddress.Loopback, 0);
        curry.Start();
        var clock = new HandClock();
        var driver = new NeuroscanProtocol().Open(At(curry, "acquire"), new(clock));
        var reading = driver.RunAsync(new("test", new CollectingTap()), TestContext.Current.CancellationToken);
        using var client = await curry.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.GetStream().ReadExactlyAsync(new byte[12], TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(0.95)); // it waits for the rest of a header of 20 bytes
        var fault = await Assert.ThrowsAsync<DeviceException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Contains("dialect=curry8", fault.Message);
    }

    [Fact]
    public void Acquire_blocks_events_and_unknown_messages_split_at_every_byte()
    {
        byte[] bytes =
        [
            .. Header(false, 2, 1, 12), .. I16(100, -200, 0), .. I16(101, -201, 7),
            .. Header(false, 9, 9, 3), 1, 2, 3,
            .. Header(false, 2, 1, 12), .. I16(102, -202, 7), .. I16(103, -203, 0),
            .. "CTRL"u8, 0, 1, 0, 2, 0, 0, 0, 0,
        ];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var parser = Parser(AcquireLayout());
            var tap = parser.ParseCut(bytes, cut);
            Assert.Equal([50f, -100, 0, 50.5f, -100.5f, 7, 51, -101, 7, 51.5f, -101.5f, 0], tap.Values);
            var marker = Assert.Single(tap.Markers);
            Assert.Equal((1L, "7"), (marker.SampleIndex, marker.Label));
            Assert.True(parser.HasStopped);
            Assert.False(tap.Stream!.CountsSamples);
        }
    }

    [Fact]
    public void Curry_blocks_gaps_and_events_split_at_every_byte()
    {
        byte[] bytes =
        [
            .. Header(true, 2, 1, 16, 0xFFFFFFFE), .. F32(1, 0, 3, 0),
            .. Header(true, 3, 3, 536), .. Event(5, 1, 0, 4, "Button"),
            .. Header(true, 2, 1, 8, 0), .. F32(5, 9),
            .. Header(true, 2, 1, 8, 4), .. F32(7, 0),
        ];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var tap = Parser(CurryLayout()).ParseCut(bytes, cut);
            Assert.Equal([0L, 1, 2, 6], tap.Rows.Keys);
            Assert.Equal([1f, 0, 3, 0, 5, 9, 7, 0], tap.Values);
            var gap = Assert.Single(tap.Gaps);
            Assert.Equal((3L, 3L, GapReason.Counter, false), (gap.FirstSampleIndex, gap.SampleCount, gap.Reason, gap.IsEstimated));
            Assert.Equal([(3L, "5/Button", 0.008), (2L, "9", 0)], tap.Markers.Select(m => (m.SampleIndex, m.Label, m.Duration.Seconds)));
        }
    }

    [Fact]
    public void Layouts_are_read_from_the_answers()
    {
        Assert.Equal(["Ch1", "Ch2", "Trigger"], AcquireLayout().Channels.Select(c => c.Label));
        Assert.Equal(ChannelKind.Trigger, AcquireLayout().Channels[2].Kind);
        Assert.Equal((500, 2, 0.5f), (AcquireLayout().RateHz, AcquireLayout().ValueBytes, AcquireLayout().Microvolts));
        Assert.Equal(["FP1", "Trigger"], CurryLayout().Channels.Select(c => c.Label));
        Assert.Equal(ChannelKind.Trigger, CurryLayout().Channels[1].Kind);
    }

    [Theory]
    [InlineData(4, -1, "announces -1 channels")]
    [InlineData(4, 1_000_000, "announces 1000000 channels")]
    [InlineData(16, 0, "announces 0 samples a second")]
    [InlineData(20, 3, "a value has 3 bytes")]
    [InlineData(24, 0, "one step is 0 µV")]
    public void Acquire_numbers_that_cannot_be_are_refused(int at, int value, string expected)
    {
        var info = AcquireInfo();
        BinaryPrimitives.WriteInt32LittleEndian(info.AsSpan(at), value);
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => NeuroscanLayout.OfAcquire(info, "test")).Message);
    }

    [Fact]
    public void Packed_samples_of_curry_are_refused_with_a_remedy()
    {
        byte[] bytes = [.. Header(true, 2, 2, 8), .. new byte[8]];
        var fault = Assert.Throws<DeviceException>(() => Parser(CurryLayout()).Parse(bytes));
        Assert.True(fault.IsFinal);
        Assert.Contains("Switch compression off", fault.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_bytes_give_only_stated_errors(bool isCurry)
    {
        var random = new Random(7);
        byte[] valid = isCurry
            ? [.. Header(true, 2, 1, 16, 3), .. F32(1, 2, 3, 4), .. Header(true, 3, 3, 536), .. Event(5, 1, 0, 4, "B"), .. Header(true, 2, 1, 8, 9), .. F32(7, 8)]
            : [.. Header(false, 2, 1, 12), .. I16(1, 2, 3, 4, 5, 6), .. Header(false, 2, 1, 6), .. I16(1, 2, 3)];
        for (var i = 0; i < 2000; i++)
        {
            var bytes = valid.ToArray();
            for (var k = random.Next(1, 6); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Parser(isCurry ? CurryLayout() : AcquireLayout()).ParseCut(bytes, random.Next(bytes.Length));
            }
            catch (DeviceException)
            {
            }
        }
    }

    [Theory]
    [InlineData("acquire")]
    [InlineData("curry8")]
    public async Task Emulator_loses_stalls_and_marks(string dialect)
    {
        await using var run = await EmulatedRun.StartAsync(new NeuroscanProtocol(), Plan(new Fault(0.2, FaultKind.Stall, 0.1)), $"neuroscan?listen=any&dialect={dialect}");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 500);
        await run.StopAsync();
        run.AssertExact();
        Assert.Empty(run.Tap.Gaps);
        Assert.NotEmpty(run.Tap.Markers);
        Assert.All(run.Tap.Markers, m => Assert.Equal(0, (m.SampleIndex + run.Emulator.Log.FirstSample!.Value) % 100));
    }

    [Fact]
    public async Task Curry_counts_what_is_lost()
    {
        await using var run = await EmulatedRun.StartAsync(
            new NeuroscanProtocol(), Plan(new(0.1, FaultKind.Lose, 3), new(0.3, FaultKind.Lose, 1)), "neuroscan?listen=any&dialect=curry8");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 500);
        await run.StopAsync();
        run.AssertExact();
        Assert.Equal(run.Emulator.Log.Faults.Select(f => (f.FirstSample, f.SampleCount)), run.GapsOfDevice());
    }

    [Theory]
    [InlineData("acquire", FaultKind.Disconnect, 0.2)]
    [InlineData("acquire", FaultKind.HostileLength, 0)]
    [InlineData("curry8", FaultKind.Garbage, 50)]
    [InlineData("curry8", FaultKind.HostileLength, 0)]
    public async Task A_broken_connection_is_made_again_with_an_estimated_gap(string dialect, FaultKind kind, double amount)
    {
        await using var run = await EmulatedRun.StartAsync(new NeuroscanProtocol(), Plan(new Fault(0.2, kind, amount)), $"neuroscan?listen=any&dialect={dialect}");
        await run.Tap.UntilAsync(t => t.Gaps.Count > 0 && t.Rows.Count > 300);
        Assert.Equal((GapReason.Reconnected, true), (run.Tap.Gaps[0].Reason, run.Tap.Gaps[0].IsEstimated));
        Assert.InRange(run.Link.Counts.Reconnections, 1, int.MaxValue);
    }

    [Fact]
    public async Task The_dialect_is_found_by_asking_for_the_version()
    {
        await using var run = await EmulatedRun.StartAsync(new NeuroscanProtocol(), Plan(), "neuroscan?listen=any");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 50);
        Assert.Equal("Neuroscan", run.Tap.Stream!.Info.Name);
    }

    private static EmulationPlan Plan(params Fault[] faults) => new()
    {
        ChannelCount = 3,
        RateHz = 1000,
        PacketSamples = 20,
        MarkerEverySeconds = 0.1,
        Faults = new() { SplitBytes = 11, Faults = [.. faults] },
    };

    private static DeviceAddress At(TcpListener listener, string dialect = "auto") =>
        DeviceAddress.Parse($"neuroscan://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}?dialect={dialect}");

    private static NeuroscanParser Parser(NeuroscanLayout layout) => new(layout, new("device"));

    private static NeuroscanLayout AcquireLayout() => NeuroscanLayout.OfAcquire(AcquireInfo(), "test");

    private static byte[] AcquireInfo() => [.. I32(28, 2, 1, 20, 500, 2), .. F32(0.5f)];

    private static NeuroscanLayout CurryLayout()
    {
        var list = new byte[288];
        Encoding.Unicode.GetBytes("FP1", list.AsSpan(4));
        Encoding.Unicode.GetBytes("Trigger", list.AsSpan(148));
        BinaryPrimitives.WriteInt32LittleEndian(list.AsSpan(144 + 84), 3);
        return NeuroscanLayout.OfCurry(I32(24, 2, 500, 4, 0, 0), list, "test");
    }

    private static byte[] Header(bool isCurry, ushort code, ushort request, int size, uint sample = 0)
    {
        byte[] start = [.. "DATA"u8, (byte)(code >> 8), (byte)code, (byte)(request >> 8), (byte)request];
        return isCurry ? [.. start, .. Big(sample), .. Big((uint)size), .. Big((uint)size)] : [.. start, .. Big((uint)size)];
    }

    private static byte[] Event(int type, int latency, int start, int end, string text)
    {
        var bytes = new byte[536];
        I32(type, latency, start, end).CopyTo(bytes, 0);
        Encoding.Unicode.GetBytes(text, bytes.AsSpan(16));
        return bytes;
    }

    private static byte[] Big(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] I16(params short[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] I32(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] F32(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
