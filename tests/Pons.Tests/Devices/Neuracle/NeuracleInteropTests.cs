using System.Buffers.Binary;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Neuracle;
using Pons.Streams;

namespace Pons.Tests.Devices.Neuracle;

/// <summary>Interop test 5 of the wire facts: connect in mid-frame, partial reads, both trigger layouts.</summary>
public sealed class NeuracleInteropTests
{
    private const int Channels = 4, Frame = (Channels + 1) * 4, Frames = 130;
    private static readonly EmulatedSignal Signal = new(Channels, 1000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Connected_at_every_byte_of_a_frame_the_order_of_channels_is_right(bool isInteger)
    {
        var bytes = Sent(isInteger);
        for (var skipped = 0; skipped <= 2 * Frame; skipped++) AssertFrom(skipped, Parser(isInteger).Parse(bytes[skipped..]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Partial_reads_split_at_every_byte(bool isInteger)
    {
        var bytes = Sent(isInteger)[7..];
        for (var cut = 0; cut <= bytes.Length; cut += cut < 3 * Frame || cut > 50 * Frame && cut < 54 * Frame ? 1 : 13)
            AssertFrom(7, Parser(isInteger).ParseCut(bytes, cut));
    }

    [Fact]
    public void Reads_of_one_byte_each() => AssertFrom(3, Parser(false).Parse([.. Sent(false)[3..].Select(b => new[] { b })]));

    [Theory]
    [InlineData(false, "trigger that is a float32")]
    [InlineData(true, "trigger that is an int32")]
    public void A_trigger_of_the_other_layout_is_no_trigger(bool isInteger, string expected)
    {
        var bytes = Sent(!isInteger, 5000, triggerEvery: 2);
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => Parser(isInteger).Parse(bytes)).Message);
    }

    [Fact]
    public void A_wrong_number_of_channels_is_refused_within_a_bounded_number_of_bytes()
    {
        var parser = new NeuracleParser(Stream(Channels + 2), false);
        var fault = Assert.Throws<DeviceException>(() => parser.Parse([.. Sent(false, 6000).Chunk(1000)]));
        Assert.Contains("hold no frames of 6 channels", fault.Message);
    }

    [Fact]
    public void Channels_that_stand_still_are_told_from_the_trigger_by_its_events()
    {
        var bytes = Sent(false, Frames, flat: true);
        AssertFlat(9, Parser(false).Parse(bytes[9..]));
    }

    [Fact]
    public void Channels_that_stand_still_without_an_event_are_not_guessed()
    {
        var bytes = Sent(false, 5000, triggerEvery: 0, flat: true);
        var fault = Assert.Throws<DeviceException>(() => Parser(false).Parse([.. bytes.Chunk(999)]));
        Assert.Contains("places could still be the start of a frame", fault.Message);
        Assert.Contains("align=start", fault.Message);
        AssertFlat(0, new NeuracleParser(Stream(Channels), false, isAligned: true).Parse(bytes));
    }

    [Fact]
    public void Bytes_between_frames_are_passed_over_without_a_wrong_value()
    {
        var bytes = Sent(false);
        var at = 60 * Frame;
        byte[] damaged = [.. bytes[..at], .. Enumerable.Repeat((byte)0x5A, 37), .. bytes[at..]];
        for (var cut = at - 3; cut < at + 90; cut++)
        {
            var tap = Parser(false).ParseCut(damaged, cut);
            AssertFrom(0, tap);
            var gap = Assert.Single(tap.Gaps);
            Assert.Equal((60L, 0L, GapReason.Damage, true), (gap.FirstSampleIndex, gap.SampleCount, gap.Reason, gap.IsEstimated));
            Assert.Equal(37, tap.Notices.Where(n => n.Kind == DeviceNoticeKind.Garbage).Sum(n => n.Amount));
        }
    }

    [Fact]
    public void Random_bytes_give_only_stated_errors()
    {
        var random = new Random(8);
        var valid = Sent(true);
        for (var i = 0; i < 300; i++)
        {
            var bytes = valid.ToArray();
            if (i % 2 == 0) random.NextBytes(bytes);
            for (var k = random.Next(1, 40); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Parser(true).ParseCut(bytes, random.Next(bytes.Length));
            }
            catch (DeviceException)
            {
            }
        }
    }

    [Fact]
    public void Reading_allocates_nothing_in_the_steady_state()
    {
        var bytes = Sent(false, 2000, triggerEvery: 0);
        var parser = new NeuracleParser(Stream(Channels), false, isAligned: true);
        var output = new SampleOutput("test", new NoTap());
        for (var i = 0; i < 5; i++) Feed();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) Feed();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Feed()
        {
            if (parser.Parse(bytes, output) != bytes.Length) throw new InvalidOperationException("Not all was read.");
            output.Flush();
        }
    }

    [Theory]
    [InlineData("channels=2&layout=double", "layout is 'double'")]
    [InlineData("rate=500", "number of channels is not given")]
    [InlineData("channels=3&names=C3,C4", "2 names for 3 channels")]
    [InlineData("channels=2&speed=1", "no option 'speed'")]
    public void Options_that_cannot_be_are_refused(string options, string expected)
    {
        var fault = Assert.Throws<DeviceException>(() => new NeuracleProtocol().Open(DeviceAddress.Parse($"neuracle://h?{options}"), new()));
        Assert.Contains(expected, fault.Message);
        Assert.True(fault.IsFinal);
    }

    [Theory]
    [InlineData("float")]
    [InlineData("int")]
    public async Task Emulator_is_joined_in_mid_frame_talks_nonsense_and_stalls(string layout)
    {
        var plan = new EmulationPlan
        {
            ChannelCount = 8,
            RateHz = 1000,
            PacketSamples = 40,
            MarkerEverySeconds = 0.1,
            Faults = new() { SplitBytes = 5, Faults = [new(0.3, FaultKind.Garbage, 37), new(0.4, FaultKind.Stall, 0.1)] },
        };
        await using var run = await EmulatedRun.StartAsync(new NeuracleProtocol(), plan, $"neuracle?listen=any&layout={layout}");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 700);
        await run.StopAsync();
        run.AssertExact();
        Assert.Equal(37, run.Link.Counts.GarbageBytes);
        Assert.Equal(0, run.Link.Counts.Missing);
        Assert.All(run.Tap.Markers, m => Assert.Equal(0, (m.SampleIndex + run.Emulator.Log.FirstSample!.Value) % 100));
        Assert.False(run.Tap.Stream!.CountsSamples);
    }

    [Theory]
    [InlineData(FaultKind.Disconnect, 0.2)]
    [InlineData(FaultKind.HostileLength, 0)]
    public async Task A_broken_connection_is_made_again_with_an_estimated_gap(FaultKind kind, double seconds)
    {
        var plan = new EmulationPlan { ChannelCount = 2, RateHz = 500, Faults = new() { Faults = [new(0.4, kind, seconds)] } };
        await using var run = await EmulatedRun.StartAsync(new NeuracleProtocol(), plan, "neuracle?listen=any");
        await run.Tap.UntilAsync(t => t.Gaps.Any(g => g.Reason == GapReason.Reconnected) && t.Rows.Count > 250);
        var gap = run.Tap.Gaps.First(g => g.Reason == GapReason.Reconnected);
        Assert.True(gap.IsEstimated);
        Assert.InRange(run.Link.Counts.Reconnections, 1, int.MaxValue);
    }

    private static NeuracleParser Parser(bool isInteger) => new(Stream(Channels), isInteger);

    private static DeviceStream Stream(int channels) =>
        new(new("Neuracle", [.. Enumerable.Range(0, channels + 1).Select(c => new Channel($"{c}"))], 1000, new("device"))) { CountsSamples = false };

    private static void AssertFrom(int skipped, CollectingTap tap)
    {
        var first = (skipped + Frame - 1) / Frame;
        Assert.Equal(Frames - first, tap.Rows.Count);
        foreach (var (index, row) in tap.Rows)
        {
            for (var c = 0; c < Channels; c++) Assert.Equal(Signal.Value(first + index, c), row[c]);
            Assert.Equal((first + index) % 40 == 39 ? 7 : 0, row[Channels]);
        }

        Assert.Equal([39L, 79, 119], tap.Markers.Select(m => m.SampleIndex + first));
        Assert.All(tap.Markers, m => Assert.Equal("7", m.Label));
    }

    private static void AssertFlat(int skipped, CollectingTap tap)
    {
        var first = (skipped + Frame - 1) / Frame;
        Assert.NotEmpty(tap.Rows);
        foreach (var (index, row) in tap.Rows) Assert.Equal([0, 3, Signal.Value(first + index, 2), Signal.Value(first + index, 3)], row[..Channels]);
    }

    private static byte[] Sent(bool isInteger, int frames = Frames, int triggerEvery = 40, bool flat = false)
    {
        var bytes = new byte[frames * Frame];
        for (var i = 0; i < frames; i++)
        {
            var frame = bytes.AsSpan(i * Frame);
            for (var c = 0; c < Channels; c++)
                BinaryPrimitives.WriteSingleLittleEndian(frame[(c * 4)..], flat && c < 2 ? 3 * c : Signal.Value(i, c));
            var trigger = triggerEvery > 0 && i % triggerEvery == triggerEvery - 1 ? 7 : 0;
            if (isInteger) BinaryPrimitives.WriteInt32LittleEndian(frame[(Channels * 4)..], trigger);
            else BinaryPrimitives.WriteSingleLittleEndian(frame[(Channels * 4)..], trigger);
        }

        return bytes;
    }
}
