using System.Net;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.FieldTrip;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices.FieldTrip;

/// <summary>Interop test 2 of the wire facts: round trip PUT/GET/WAIT, swapped byte-order client, ring overrun, 101 events.</summary>
public sealed class FieldTripInteropTests : IDisposable
{
    private const int PutHeader = 0x101, PutData = 0x102, PutEvents = 0x103, PutOk = 0x104, PutError = 0x105;
    private const int GetHeader = 0x201, GetData = 0x202, GetEvents = 0x203, GetOk = 0x204, GetError = 0x205;
    private const int FlushHeader = 0x301, FlushData = 0x302, FlushEvents = 0x303, FlushOk = 0x304, FlushError = 0x305;
    private const int Wait = 0x402, WaitOk = 0x404, WaitError = 0x405, Float32 = 9, Int16 = 6;
    private readonly CancellationTokenSource _stop = new();
    private readonly FieldTripStore _store = new(mostSamples: 1000);
    private readonly FieldTripServer _server;

    public FieldTripInteropTests()
    {
        _server = new(_store, new(IPAddress.Loopback, 0));
        _server.Start();
        _ = _server.RunAsync(_stop.Token);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _server.Dispose();
        _stop.Dispose();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Round_trip_of_put_get_and_wait_in_both_byte_orders(bool isWriterSwapped, bool isReaderSwapped)
    {
        using var writer = new FieldTripClientSide(_server.Port, isWriterSwapped);
        using var reader = new FieldTripClientSide(_server.Port, isReaderSwapped);
        byte[] chunks = [.. writer.Words(1, 6), .. "C3\0Cz\0"u8];
        Assert.Equal(PutOk, (await writer.AskAsync(PutHeader, writer.Header(2, 250, Float32, chunks))).Code);
        var waiting = reader.AskAsync(Wait, reader.Words(0, uint.MaxValue, 20_000));
        Assert.Equal(PutOk, (await writer.AskAsync(PutData, writer.Data(2, Float32, 4, 1.5, -2, 3, -4))).Code);
        var (code, counts) = await waiting;
        Assert.Equal((WaitOk, 2u, 0u), (code, reader.Word(counts, 0), reader.Word(counts, 4)));

        (code, var header) = await reader.AskAsync(GetHeader);
        Assert.Equal((GetOk, 2u, 2u, 0u, 250.0, 9u), (code, reader.Word(header, 0), reader.Word(header, 4), reader.Word(header, 8), reader.Value(header, 12, 4), reader.Word(header, 16)));
        Assert.Equal("C3\0Cz\0"u8.ToArray(), header[^6..]);
        (code, var data) = await reader.AskAsync(GetData, reader.Words(1, uint.MaxValue));
        Assert.Equal((GetOk, 1u, 3.0, -4.0), (code, reader.Word(data, 4), reader.Value(data, 16, 4), reader.Value(data, 20, 4)));
        (code, data) = await reader.AskAsync(GetData);
        Assert.Equal((GetOk, 2u, 1.5), (code, reader.Word(data, 4), reader.Value(data, 16, 4)));

        Assert.Equal(PutOk, (await writer.AskAsync(PutEvents, [.. writer.Event(1, "cue", 77), .. writer.Event(2, "go", 78)])).Code);
        (code, var events) = await reader.AskAsync(GetEvents, reader.Words(1, 1));
        Assert.Equal((GetOk, 2u, 78u), (code, reader.Word(events, 16), reader.Word(events, 34)));
    }

    [Fact]
    public async Task A_new_event_wakes_who_waits_and_no_news_answer_at_the_time_limit()
    {
        using var one = new FieldTripClientSide(_server.Port, false);
        using var other = new FieldTripClientSide(_server.Port, true);
        Assert.Equal(WaitError, (await other.AskAsync(Wait, other.Words(0, 0, 0))).Code);
        await one.AskAsync(PutHeader, one.Header(1, 100, Float32));
        var waiting = other.AskAsync(Wait, other.Words(0, 0, 20_000));
        await one.AskAsync(PutEvents, one.Event(0, "x", 1));
        var (code, counts) = await waiting;
        Assert.Equal((WaitOk, 0u, 1u), (code, other.Word(counts, 0), other.Word(counts, 4)));
        Assert.Equal(WaitOk, (await other.AskAsync(Wait, other.Words(5, 5, 20))).Code);
    }

    [Fact]
    public async Task An_overrun_ring_gives_out_what_is_left_and_refuses_what_is_gone()
    {
        using var client = new FieldTripClientSide(_server.Port, true);
        await client.AskAsync(PutHeader, client.Header(1, 1000, Int16));
        for (var block = 0; block < 25; block++)
            await client.AskAsync(PutData, client.Data(1, Int16, 2, [.. Enumerable.Range(block * 60, 60).Select(v => (double)v)]));
        Assert.Equal(GetError, (await client.AskAsync(GetData, client.Words(499, 600))).Code);
        Assert.Equal(GetError, (await client.AskAsync(GetData, client.Words(1400, 1500))).Code);
        Assert.Equal(GetError, (await client.AskAsync(GetData, client.Words(700, 699))).Code);
        var (code, data) = await client.AskAsync(GetData, client.Words(500, 1499));
        Assert.Equal((GetOk, 1000u), (code, client.Word(data, 4)));
        Assert.Equal(Enumerable.Range(500, 1000).Select(v => (double)v), Enumerable.Range(0, 1000).Select(i => client.Value(data, 16 + 2 * i, 2)));
    }

    [Fact]
    public async Task Of_101_events_the_first_is_gone_and_the_driver_says_so()
    {
        using var client = new FieldTripClientSide(_server.Port, false);
        await client.AskAsync(PutHeader, client.Header(1, 1000, Float32));
        var tap = new CollectingTap();
        var link = new DeviceLink(new FieldTripProtocol().Open(DeviceAddress.Parse($"fieldtrip://127.0.0.1:{_server.Port}"), HostClock.System));
        link.Add(tap);
        var reading = link.RunAsync(_stop.Token);
        await link.Opened;
        await client.AskAsync(PutEvents, [.. Enumerable.Range(0, 101).SelectMany(i => client.Event(0, "n", i))]);
        Assert.Equal(GetError, (await client.AskAsync(GetEvents, client.Words(0, 100))).Code);
        Assert.Equal(GetOk, (await client.AskAsync(GetEvents, client.Words(1, 100))).Code);
        Assert.Equal(GetError, (await client.AskAsync(GetEvents, client.Words(1, 101))).Code);
        await client.AskAsync(PutData, client.Data(1, Float32, 4, 1));
        await tap.UntilAsync(t => t.Markers.Count == 100);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"n/{i}"), tap.Markers.Select(m => m.Label));
        Assert.Contains(tap.Notices, n => n.Kind == DeviceNoticeKind.Fault && n.Text.StartsWith("1 events were overwritten", StringComparison.Ordinal));
        await _stop.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task What_does_not_fit_the_header_is_refused_and_changes_nothing()
    {
        using var client = new FieldTripClientSide(_server.Port, false);
        Assert.Equal(PutError, (await client.AskAsync(PutData, client.Data(1, Float32, 4, 1))).Code);
        Assert.Equal(PutError, (await client.AskAsync(PutEvents, client.Event(0, "x", 1))).Code);
        Assert.Equal(PutError, (await client.AskAsync(PutHeader, client.Header(0, 250, Float32))).Code);
        Assert.Equal(PutError, (await client.AskAsync(PutHeader, client.Header(1, 250, 11))).Code);
        Assert.Equal(PutError, (await client.AskAsync(PutHeader, client.Header(1, 250, Float32)[..20])).Code);
        Assert.Equal(GetError, (await client.AskAsync(GetHeader)).Code);
        Assert.Equal(FlushError, (await client.AskAsync(FlushData)).Code);
        await client.AskAsync(PutHeader, client.Header(2, 250, Float32));
        Assert.Equal(GetError, (await client.AskAsync(GetData)).Code);
        Assert.Equal(PutError, (await client.AskAsync(PutData, client.Data(1, Float32, 4, 1, 2))).Code);
        Assert.Equal(PutError, (await client.AskAsync(PutData, client.Data(2, Int16, 2, 1, 2))).Code);
        var hostile = client.Data(2, Float32, 4, 1, 2);
        client.Words(0x20000001).CopyTo(hostile, 4);
        Assert.Equal(PutError, (await client.AskAsync(PutData, hostile)).Code);
        var wild = client.Event(0, "x", 1);
        client.Words(uint.MaxValue).CopyTo(wild, 4);
        Assert.Equal(PutError, (await client.AskAsync(PutEvents, wild)).Code);
        Assert.Equal((0L, 2), (_store.SampleCount, _store.Header!.ChannelCount));
    }

    [Fact]
    public async Task Flushes_and_silent_puts()
    {
        using var client = new FieldTripClientSide(_server.Port, true);
        await client.TellAsync(0x501, client.Header(1, 250, Float32));
        await client.TellAsync(0x502, client.Data(1, Float32, 4, 1, 2, 3));
        await client.TellAsync(0x503, client.Event(-1, "x", 1));
        var (_, events) = await client.AskAsync(GetEvents);
        Assert.InRange(client.Word(events, 16), 3u, 3000u);
        Assert.Equal(FlushOk, (await client.AskAsync(FlushEvents)).Code);
        Assert.Equal(GetError, (await client.AskAsync(GetEvents)).Code);
        Assert.Equal(3, _store.SampleCount);
        Assert.Equal(FlushOk, (await client.AskAsync(FlushData)).Code);
        Assert.Equal(0, _store.SampleCount);
        Assert.Equal(FlushOk, (await client.AskAsync(FlushHeader)).Code);
        Assert.Equal(GetError, (await client.AskAsync(GetHeader)).Code);
    }

    [Theory]
    [InlineData(new byte[] { 2, 0, 1, 2, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 1, 9, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 2, 1, 0xF0, 0xFF, 0xFF, 0xFF })]
    public async Task Bytes_that_are_no_request_end_that_connection_only(byte[] bytes)
    {
        using var good = new FieldTripClientSide(_server.Port, false);
        using var bad = new FieldTripClientSide(_server.Port, false);
        await bad.SendAsync(bytes);
        Assert.True(await bad.IsCutAsync());
        Assert.Equal(GetError, (await good.AskAsync(GetHeader)).Code);
    }

    [Fact]
    public async Task Random_requests_never_end_the_server()
    {
        var random = new Random(2);
        using var good = new FieldTripClientSide(_server.Port, false);
        await good.AskAsync(PutHeader, good.Header(2, 250, Float32));
        int[] commands = [PutHeader, PutData, PutEvents, GetHeader, GetData, GetEvents, FlushData];
        for (var i = 0; i < 100; i++)
        {
            using var client = new FieldTripClientSide(_server.Port, i % 2 == 0);
            var body = commands[i % commands.Length] switch
            {
                PutHeader => client.Header(2, 250, Float32, 1, 0, 0, 0, 3, 0, 0, 0, 65, 0, 66),
                PutData => client.Data(2, Float32, 4, 1, 2),
                PutEvents => client.Event(0, "abc", 7),
                _ => client.Words(0, 1),
            };
            for (var k = random.Next(1, 4); k > 0; k--) body[random.Next(body.Length)] = (byte)random.Next(256);
            Assert.InRange((await client.AskAsync(commands[i % commands.Length], body)).Code, PutOk, FlushError);
        }

        Assert.Equal(PutOk, (await good.AskAsync(PutHeader, good.Header(2, 250, Float32))).Code);
    }

    [Fact]
    public async Task A_published_stream_is_read_by_a_client_with_its_markers_and_gaps()
    {
        var output = new SampleOutput("test", new FieldTripPublisher(_store));
        output.Begin(new(new StreamInfo("s", [new("C3"), new("C4")], 500, new("device"))));
        ((ReadOnlySpan<float>)[1, 2, 3, 4]).CopyTo(output.Add(0, 2));
        output.Mark(1, "cue");
        ((ReadOnlySpan<float>)[5, 6]).CopyTo(output.Add(7));
        output.Flush();
        using var client = new FieldTripClientSide(_server.Port, false);
        var (_, data) = await client.AskAsync(GetData);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], Enumerable.Range(0, 6).Select(i => client.Value(data, 16 + 4 * i, 4)));
        var (_, events) = await client.AskAsync(GetEvents);
        var first = FieldTripEvent.Read(events, out var length)!;
        var second = FieldTripEvent.Read(events.AsSpan(length), out _)!;
        Assert.Equal([(1, "marker/cue"), (2, "gap/5")], [(first.Sample, first.Label), (second.Sample, second.Label)]);
    }

    [Theory]
    [InlineData(Int16, 2, SampleType.Int16)]
    [InlineData(10, 8, SampleType.Float64)]
    public async Task The_driver_keeps_values_exactly(int type, int width, SampleType kept)
    {
        using var client = new FieldTripClientSide(_server.Port, true);
        await client.AskAsync(PutHeader, client.Header(2, 1000, type));
        var tap = new CollectingTap();
        var link = new DeviceLink(new FieldTripProtocol().Open(DeviceAddress.Parse($"fieldtrip://127.0.0.1:{_server.Port}"), HostClock.System));
        link.Add(tap);
        _ = link.RunAsync(_stop.Token);
        await link.Opened;
        await client.AskAsync(PutData, client.Data(2, type, width, -300, 7, 12345, -1));
        await tap.UntilAsync(t => t.Rows.Count == 2);
        Assert.Equal([-300f, 7, 12345, -1], tap.Values);
        Assert.Equal(kept, tap.Stream!.SampleType);
        Assert.Equal(4 * width, tap.Exact.Count);
    }

    [Fact]
    public async Task Emulator_overruns_and_stalls()
    {
        var plan = Plan(new(0.1, FaultKind.Lose, 3), new(0.3, FaultKind.Stall, 0.1), new(0.5, FaultKind.Lose, 1));
        await using var run = await EmulatedRun.StartAsync(new FieldTripProtocol(), plan, "fieldtrip?listen=any");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 700);
        await run.StopAsync();
        run.AssertExact();
        Assert.Equal(run.Emulator.Log.Faults.Where(f => f.SampleCount > 0).Select(f => (f.FirstSample, f.SampleCount)), run.GapsOfDevice());
        Assert.All(run.Tap.Markers, m => Assert.Equal(0, (m.SampleIndex + run.Emulator.Log.FirstSample!.Value) % 100));
        Assert.NotEmpty(run.Tap.Markers);
    }

    [Theory]
    [InlineData(FaultKind.Disconnect, 0.2)]
    [InlineData(FaultKind.HostileLength, 0)]
    [InlineData(FaultKind.Garbage, 37)]
    public async Task A_broken_connection_loses_nothing_that_the_ring_still_holds(FaultKind kind, double amount)
    {
        await using var run = await EmulatedRun.StartAsync(new FieldTripProtocol(), Plan(new Fault(0.2, kind, amount)), "fieldtrip?listen=any");
        await run.Tap.UntilAsync(t => run.Link.Counts.Reconnections > 0 && t.Rows.Count >= 900);
        await run.StopAsync();
        run.AssertExact();
        Assert.Equal(0, run.Link.Counts.Missing);
        Assert.Equal(Enumerable.Range(0, run.Tap.Rows.Count).Select(i => (long)i), run.Tap.Rows.Keys);
    }

    [Fact]
    public void A_taken_port_is_a_stated_error()
    {
        using var second = new FieldTripServer(_store, new(IPAddress.Loopback, _server.Port));
        var fault = Assert.Throws<DeviceException>(second.Start);
        Assert.Contains($"port {_server.Port} cannot be used", fault.Message);
        Assert.Contains("give another port", fault.Message);
    }

    private static EmulationPlan Plan(params Fault[] faults) => new()
    {
        ChannelCount = 3,
        RateHz = 1000,
        MarkerEverySeconds = 0.1,
        Faults = new() { SplitBytes = 9, Faults = [.. faults] },
    };
}
