using System.Buffers.Binary;
using Pons.Devices;
using Pons.Devices.Cyton;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices.Cyton;

/// <summary>Interop test 4 of the wire facts: 0xA0 inside data, lost byte, counter wrap, Daisy half pair, every footer, gain changes.</summary>
public sealed class CytonInteropTests
{
    private const double Unit = 4.5e6 / 8388607 / 24;

    [Fact]
    public void Head_byte_inside_data_split_at_every_byte()
    {
        byte[] bytes = [.. Packet(0, -6250336), .. Packet(1, 0xA0A0), .. Packet(2, 3), .. Packet(3, -1)];
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = Parse(bytes, at);
            Assert.Equal([0L, 1, 2, 3], tap.Rows.Keys);
            Assert.Equal((float)(-6250336 * Unit), tap.Rows[0][0]);
            Assert.Equal((float)(0xA0A0 * Unit), tap.Rows[1][7]);
            Assert.Equal((float)-Unit, tap.Rows[3][0]);
            Assert.Empty(tap.Gaps);
            Assert.Empty(Garbage(tap));
        }
    }

    [Fact]
    public void Connecting_in_the_middle_of_a_packet_of_head_bytes_finds_the_next_one()
    {
        byte[] bytes = [.. Packet(9, unchecked((int)0xFFA0A0A0))[5..], .. Packet(10, 7), .. Packet(11, 8)];
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = Parse(bytes, at);
            Assert.Equal([(float)(7 * Unit), (float)(8 * Unit)], tap.Rows.Values.Select(r => r[0]));
            Assert.Equal(28, Garbage(tap).Sum(n => n.Amount));
        }
    }

    [Fact]
    public void Lost_byte_at_any_place_loses_one_packet_and_shows_it()
    {
        byte[] bytes = [.. Packet(255, 0), .. Packet(0, 1), .. Packet(1, 2), .. Packet(2, 3), .. Packet(3, 4), .. Packet(4, 5)];
        for (var lost = 66; lost < 99; lost++)
        {
            var tap = Parse([.. bytes[..lost], .. bytes[(lost + 1)..]], 80);
            Assert.Equal([0L, 1, 3, 4, 5], tap.Rows.Keys);
            var gap = Assert.Single(tap.Gaps);
            Assert.Equal((2L, 1L, GapReason.Counter), (gap.FirstSampleIndex, gap.SampleCount, gap.Reason));
            Assert.Equal(32, Garbage(tap).Sum(n => n.Amount));
        }
    }

    [Theory]
    [InlineData(254, new[] { 255, 0, 1 }, new long[] { 0, 1, 2, 3 })]
    [InlineData(254, new[] { 1, 2 }, new long[] { 0, 3, 4 })]
    [InlineData(10, new[] { 200, 201 }, new long[] { 0, 190, 191 })]
    [InlineData(10, new[] { 10, 11 }, new long[] { 0, 256, 257 })]
    public void Counter_wraps_and_only_goes_forward(int first, int[] counters, long[] expected)
    {
        byte[] bytes = [.. Packet(first, 0), .. counters.SelectMany(c => Packet(c, 0))];
        Assert.Equal(expected, Parse(bytes, 40).Rows.Keys);
    }

    [Fact]
    public void Time_of_the_board_tells_how_often_the_counter_turned_in_a_gap()
    {
        byte[] bytes = [.. Packet(0, 0, 0xC4, Time(1000)), .. Packet(1, 0, 0xC4, Time(1004)), .. Packet(5, 0, 0xC4, Time(1004 + 4 * 516))];
        var tap = Parse(bytes, 3);
        Assert.Equal([0L, 1, 517], tap.Rows.Keys);
        Assert.Equal([1, 1.004, 3.068], tap.Stamps, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Half_pairs_of_a_daisy_are_dropped_and_never_mixed()
    {
        var settings = CytonSettings.Of(DeviceAddress.Parse("cyton:x?daisy=yes"));
        byte[] bytes =
        [
            .. Packet(1, 11), .. Packet(2, 12), .. Packet(3, 13), .. Packet(4, 14), .. Packet(7, 17), .. Packet(8, 18), .. Packet(9, 19),
        ];
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = ParsedBytes.Parse(new CytonParser(settings), bytes, at, settings.Stream(DeviceAddress.Parse("cyton:x")));
            Assert.Equal([0L, 3], tap.Rows.Keys);
            Assert.Equal([(float)(13 * Unit), (float)(12 * Unit)], [tap.Rows[0][0], tap.Rows[0][8]]);
            Assert.Equal([(float)(19 * Unit), (float)(18 * Unit)], [tap.Rows[3][0], tap.Rows[3][8]]);
            Assert.Equal(2, Assert.Single(tap.Gaps).SampleCount);
        }
    }

    [Theory]
    [InlineData(0xC0, "accelerometer", 1f, -0.5f, 0.25f)]
    [InlineData(0xC1, "analog", 8000f, -4000f, 2000f)]
    [InlineData(0xC2, "analog", 8000f, -4000f, 2000f)]
    [InlineData(0xC3, "accelerometer", 1f, 0f, 0f)]
    [InlineData(0xC4, "accelerometer", 1f, 0f, 0f)]
    [InlineData(0xC5, "digital", 8000f, 0f, 0f)]
    [InlineData(0xC6, "digital", 8000f, 0f, 0f)]
    public void Every_footer_fills_the_auxiliary_channels(byte footer, string aux, float x, float y, float z)
    {
        byte[] values = [0x1F, 0x40, 0xF0, 0x60, 0x07, 0xD0];
        byte[] bytes = [.. Packet(7, 0, footer, values), .. Packet(10, 0, footer, footer == 0xC0 ? new byte[6] : values)];
        var tap = Parse(bytes, 20, aux);
        Assert.Equal([x, y, z], tap.Rows[0][8..]);
        Assert.Equal([x, y, z], tap.Rows[3][8..]);
        Assert.Equal(footer >= 0xC3 ? 2 : 0, tap.Stamps.Count);
        Assert.DoesNotContain(tap.Notices, n => n.Kind == DeviceNoticeKind.Fault);
    }

    [Fact]
    public void Footer_that_changes_keeps_stamps_apart_and_is_told_once()
    {
        byte[] bytes = [.. Packet(0, 0), .. Packet(1, 0, 0xC1, new byte[6]), .. Packet(2, 0, 0xC5, Time(8)), .. Packet(3, 0, 0xC5, Time(12))];
        var tap = Parse(bytes, 0);
        Assert.Equal([0.008, 0.012], tap.Stamps);
        Assert.Contains("C1", Assert.Single(tap.Notices, n => n.Kind == DeviceNoticeKind.Fault).Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(24)]
    public void Gain_changes_the_size_of_a_unit(int gain)
    {
        var address = DeviceAddress.Parse($"cyton:x?gain={gain}");
        var settings = CytonSettings.Of(address);
        byte[] bytes = [.. Packet(0, -8388608), .. Packet(1, 8388607)];
        var tap = ParsedBytes.Parse(new CytonParser(settings), bytes, 33, settings.Stream(address));
        Assert.Equal((float)(4.5e6 / gain), tap.Rows[1][0]);
        Assert.Equal((float)(-8388608 * 4.5e6 / 8388607 / gain), tap.Rows[0][0]);
    }

    [Theory]
    [InlineData("cyton:x?gain=5", "gain is '5'")]
    [InlineData("cyton:x?gain=24,24", "gain is '24,24'")]
    [InlineData("cyton:x?aux=marker", "aux is 'marker'")]
    [InlineData("cyton:x?speed=1", "no option 'speed'")]
    public void Wrong_options_are_refused(string address, string expected) =>
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => CytonSettings.Of(DeviceAddress.Parse(address))).Message);

    [Fact]
    public void Random_bytes_give_no_error_and_hold_bounded_memory()
    {
        byte[] bytes = [.. Enumerable.Range(250, 12).SelectMany(c => Packet(c % 256, c * 12345))];
        var address = DeviceAddress.Parse("cyton:x");
        var settings = CytonSettings.Of(address);
        ParsedBytes.Fuzz(() => new CytonParser(settings), bytes, settings.Stream(address), 1000);
    }

    [Fact]
    public void Parsing_allocates_nothing_once_warm()
    {
        var address = DeviceAddress.Parse("cyton:x");
        var settings = CytonSettings.Of(address);
        var output = new SampleOutput("test", new NoTap());
        output.Begin(settings.Stream(address));
        var parser = new CytonParser(settings);
        byte[] second = [.. Enumerable.Range(0, 256).SelectMany(c => Packet(c, c, 0xC4, Time((uint)c * 4)))];
        ParseAll();
        ParseAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        ParseAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void ParseAll()
        {
            for (var at = 0; at < second.Length;) at += parser.Parse(second.AsSpan(at), output);
            output.Flush();
        }
    }

    [Theory]
    [InlineData("cyton")]
    [InlineData("cyton?daisy=yes&gain=12")]
    [InlineData("cyton?gain=1,2,4,6,8,12,24,24&time=no")]
    public async Task Emulator_loses_stalls_and_talks_nonsense(string address)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        var plan = new EmulationPlan
        {
            Faults = new()
            {
                SplitBytes = 5,
                Faults =
                [
                    new(0.1, FaultKind.Lose, 3), new(0.2, FaultKind.Garbage, 50), new(0.3, FaultKind.Stall, 0.1), new(0.4, FaultKind.HostileLength),
                    new(0.5, FaultKind.Lose, 1),
                ],
            },
        };
        await using var run = await EmulatedRun.StartAsync(new CytonProtocol(), plan, address);
        await run.Tap.UntilAsync(t => t.Rows.Count >= 160);
        await run.StopAsync();
        run.AssertExact(address.Contains("time=no", StringComparison.Ordinal) ? 0.3f : 0.023f);
        run.AssertGapsOfLog();
        Assert.Equal(50 + 64, run.Link.Counts.GarbageBytes);
        Assert.Equal(address.Contains("time=no", StringComparison.Ordinal), run.Tap.Stamps.Count == 0);
    }

    [Fact]
    public async Task Pulled_plug_is_told_and_the_board_is_set_up_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        var plan = new EmulationPlan { Faults = new() { Faults = [new(0.2, FaultKind.Disconnect, 0.3)] } };
        await using var run = await EmulatedRun.StartAsync(new CytonProtocol(), plan, "cyton?gain=6");
        await run.Tap.UntilAsync(t => t.Gaps.Count == 1 && t.Rows.Count > 100);
        await run.StopAsync();
        Assert.Contains("vanished", run.Tap.Notices.First(n => n.Kind == DeviceNoticeKind.Lost).Text);
        Assert.Equal((GapReason.Reconnected, true), (run.Tap.Gaps[0].Reason, run.Tap.Gaps[0].IsEstimated));
        var lost = run.Emulator.Log.Faults.First(f => f.Kind == FaultKind.Disconnect).SampleCount;
        Assert.InRange(run.Tap.Gaps[0].SampleCount, lost - 25, lost + 25);
        Assert.Equal(1, run.Link.Counts.Reconnections);
        Assert.All(run.Tap.Rows.Values, r => Assert.InRange(r[0], -200, 200));
    }

    [Fact]
    public async Task Port_of_another_program_and_missing_port_are_stated()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        await using var run = await EmulatedRun.StartAsync(new CytonProtocol(), new(), "cyton");
        await run.Tap.UntilAsync(t => t.Rows.Count > 3);
        var second = new DeviceLink(new CytonProtocol().Open(run.Link.Address, new()));
        var fault = await Assert.ThrowsAsync<DeviceException>(() => second.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains("another program", fault.Message);
        var without = new DeviceLink(new CytonProtocol().Open(run.Link.Address with { Path = "/nowhere/tty" }, new()));
        fault = await Assert.ThrowsAsync<DeviceException>(() => without.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains("no such serial port", fault.Message);
    }

    [Fact]
    public async Task Daisy_that_is_not_there_is_stated()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        var emulator = new CytonProtocol().Emulate(DeviceAddress.Parse("cyton"), new(), HostClock.System);
        using var stop = new CancellationTokenSource();
        var emulating = emulator.RunAsync(stop.Token);
        var at = await emulator.Listening;
        var link = new DeviceLink(new CytonProtocol().Open(DeviceAddress.Parse($"cyton:{at.Path}?daisy=yes"), HostClock.System));
        var fault = await Assert.ThrowsAsync<DeviceException>(() => link.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains("no daisy to attach!8", fault.Message);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => emulating);
    }

    [Fact]
    public async Task Impedance_current_shows_in_its_channel_alone_and_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        var emulator = new CytonProtocol().Emulate(DeviceAddress.Parse("cyton"), new(), HostClock.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var emulating = emulator.RunAsync(stop.Token);
        var driver = (CytonDriver)new CytonProtocol().Open(await emulator.Listening, HostClock.System);
        Assert.Throws<InvalidOperationException>(() => driver.DriveImpedance(2, true, false));
        var (link, tap) = (new DeviceLink(driver), new CollectingTap());
        link.Add(tap);
        var reading = link.RunAsync(stop.Token);
        await tap.UntilAsync(t => t.Rows.Count > 5);
        driver.DriveImpedance(2, true, false);
        await tap.UntilAsync(t => t.Rows.Any(r => IsDriven(r.Key, r.Value, 2)));
        driver.DriveImpedance(2, false, false);
        await tap.UntilAsync(t => t.Rows.Reverse().Take(16).All(r => !IsDriven(r.Key, r.Value, 2)));
        await stop.CancelAsync();
        await Task.WhenAll(emulating, reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.DoesNotContain(tap.Rows, r => IsDriven(r.Key, r.Value, 1));

        bool IsDriven(long index, float[] row, int channel) => Math.Abs(row[channel] - emulator.Signal.Value(index, channel)) > 20;
    }

    private static CollectingTap Parse(byte[] bytes, int cut, string aux = "accelerometer")
    {
        var address = DeviceAddress.Parse($"cyton:x?aux={aux}");
        var settings = CytonSettings.Of(address);
        return ParsedBytes.Parse(new CytonParser(settings), bytes, cut, settings.Stream(address));
    }

    private static IEnumerable<DeviceNotice> Garbage(CollectingTap tap) => tap.Notices.Where(n => n.Kind == DeviceNoticeKind.Garbage);

    private static byte[] Time(uint milliseconds)
    {
        var aux = new byte[6];
        BinaryPrimitives.WriteUInt32BigEndian(aux.AsSpan(2), milliseconds);
        return aux;
    }

    private static byte[] Packet(int counter, int value, byte footer = 0xC0, byte[]? aux = null) =>
    [
        0xA0, (byte)counter,
        .. Enumerable.Range(0, 8).SelectMany(_ => new[] { (byte)(value >> 16), (byte)(value >> 8), (byte)value }),
        .. aux ?? new byte[6], footer,
    ];

    private sealed class NoTap : SampleTap
    {
        public override void Begin(DeviceStream stream)
        {
        }

        public override void Take(SampleRun run)
        {
        }
    }
}
