using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Pons.Contracts;
using Pons.Control;
using Pons.Control.Remote;
using Pons.Decoding;
using Pons.Devices;
using Pons.Devices.Lsl;
using Pons.Streams;
using Pons.Streams.Clocks;
using Pons.Tests.Devices;
using Pons.Tests.Devices.Lsl;

namespace Pons.Tests.Control.Remote;

/// <summary>Effectors that are other programs: what they are told, and what happens when they are slow or gone.</summary>
public sealed class RemoteEffectorTests : IAsyncDisposable
{
    private static readonly ImmutableArray<ClassLabel> Classes = [new("left"), new("右")];
    private readonly List<IAsyncDisposable> _open = [];
    private readonly EffectorLog _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open)) await open.DisposeAsync();
    }

    [Theory]
    [InlineData("lsl")]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Every_kind_keeps_the_promises_of_an_effector(string kind)
    {
        using var receiver = new LineReceiver();
        using var datagrams = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var ready = new Queue<Effector>();
        for (var i = 0; i < 4; i++) ready.Enqueue(await StartAsync(kind, receiver, datagrams));
        EffectorContract.Check(ready.Dequeue, Classes[1]);
        Assert.Empty(ready);
    }

    [Fact]
    public void Every_kind_is_known_to_these_tests() => Assert.Equal(["lsl", "tcp", "udp"], RemoteEffectorKind.All.Select(k => k.Name));

    [Theory]
    [InlineData("tcp:", "computer")]
    [InlineData("tcp://127.0.0.1", "port")]
    [InlineData("udp://127.0.0.1:7000/x", "more than")]
    [InlineData("lsl:", "name")]
    [InlineData("rda://127.0.0.1:7000", "'rda'")]
    public void An_address_that_is_not_whole_is_refused(string address, string what) =>
        Assert.Contains(what, Assert.Throws<DeviceException>(() => RemoteEffectors.At([DeviceAddress.Parse(address)], Classes)).Message);

    [Fact]
    public void An_address_that_is_given_twice_is_refused() => Assert.Contains(
        "twice", Assert.Throws<DeviceException>(() => RemoteEffectors.At([DeviceAddress.Parse("lsl:Arm"), DeviceAddress.Parse("lsl:Arm")], Classes)).Message);

    [Fact]
    public void A_probability_that_is_no_number_is_null_in_the_line()
    {
        var line = new System.Buffers.ArrayBufferWriter<byte>();
        DecisionLine.Write(Command(1) with { Probabilities = [double.NaN, 1] }, Classes, line);
        Assert.Equal((byte)'\n', line.WrittenSpan[^1]);
        Assert.Contains("{\"left\":null,\"右\":1}", System.Text.Encoding.UTF8.GetString(line.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tcp_tells_the_safe_state_first_then_decisions_and_why_it_stopped()
    {
        using var receiver = new LineReceiver();
        var effector = await ConnectAsync(receiver);
        effector.Execute(Command(7), HostClock.System.Now);
        await _log.UntilAsync(EffectorReportKind.Sent);
        effector.MakeSafe(SafeReason.Late);
        await receiver.UntilAsync(l => l.Count == 3);
        Assert.Equal(["Connected", "Late"], receiver.Lines.Where(l => l.GetProperty("kind").GetString() == "safe").Select(l => l.GetProperty("reason").GetString()));
        var line = receiver.Lines[1];
        Assert.Equal((7, "右", false), (line.GetProperty("index").GetInt32(), line.GetProperty("label").GetString(), line.GetProperty("late").GetBoolean()));
        Assert.Equal([0.25, 0.75], line.GetProperty("probabilities").EnumerateObject().Select(p => p.Value.GetDouble()));
        Assert.Equal(1_000_000_000, line.GetProperty("expiresNanoseconds").GetInt64() - line.GetProperty("hostNanoseconds").GetInt64());
        Assert.Equal((1, 0), (effector.SentCommands, effector.UnsentCommands));
    }

    [Fact]
    public async Task Safe_states_that_follow_each_other_are_all_told()
    {
        using var receiver = new LineReceiver();
        var effector = await ConnectAsync(receiver);
        for (var i = 0; i < 20; i++) effector.MakeSafe(SafeReason.Late);
        await receiver.UntilAsync(l => l.Count == 21);
        Assert.DoesNotContain(_log.Reports, r => r.Kind == EffectorReportKind.SafeUntold);
    }

    [Fact]
    public async Task A_killed_tcp_receiver_is_noticed_and_found_again_in_the_safe_state()
    {
        using var receiver = new LineReceiver();
        var effector = await ConnectAsync(receiver);
        receiver.Kill();
        await _log.UntilAsync(EffectorReportKind.Lost);
        Assert.Equal("nobody is connected", effector.Execute(Command(0), HostClock.System.Now).Reason);
        Assert.True(effector.IsSafe);
        effector.MakeSafe(SafeReason.Late);
        receiver.Restart();
        await _log.UntilAsync(all => all.Count(r => r.Kind == EffectorReportKind.Connected) == 2);
        Assert.True(effector.Execute(Command(1), HostClock.System.Now).Confirmed);
        await _log.UntilAsync(EffectorReportKind.Sent);
        await receiver.UntilAsync(l => l.Count == 3);
        Assert.Equal(["Connected", "Connected", null], receiver.Lines.Select(l => l.TryGetProperty("reason", out var r) ? r.GetString() : null));
        Assert.Equal((1, 1), (effector.SentCommands, effector.UnsentCommands));
        Assert.Contains(_log.Reports, r => r is { Kind: EffectorReportKind.SafeUntold, Text: "Late" });
    }

    [Fact]
    public async Task A_tcp_receiver_that_reads_nothing_loses_the_oldest_and_is_cut_off()
    {
        using var receiver = new LineReceiver(reads: false);
        var effector = await ConnectAsync(receiver);
        for (var i = 0; effector.IsConnected; i++)
        {
            effector.Execute(Command(i), HostClock.System.Now);
            if (i % 50 == 0) await Task.Delay(1, Cancel); // lets the sender fill the receiver's buffers
        }

        await _log.UntilAsync(EffectorReportKind.Lost);
        Assert.True(effector.UnsentCommands > 0);
        Assert.Contains(_log.Reports, r => r is { Kind: EffectorReportKind.Unsent, Text: "the receiver is too slow" });
    }

    [Fact]
    public async Task Udp_sends_a_datagram_a_line_and_notices_that_nobody_listens()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var effector = Start(new UdpEffector(AddressOf(receiver), Classes, HostClock.System));
        effector.Execute(Command(3), HostClock.System.Now);
        Assert.Equal("safe", await KindAsync(receiver));
        Assert.Equal("decision", await KindAsync(receiver));
        receiver.Dispose();
        for (var i = 0; i < 1000 && effector.IsConnected; i++)
        {
            effector.Execute(Command(i), HostClock.System.Now);
            await Task.Yield();
        }

        Assert.Contains(_log.Reports, r => r is { Kind: EffectorReportKind.Unsent, Text: "nobody listens there" });
    }

    [Fact]
    public async Task An_inlet_reads_decisions_and_the_safe_state_by_their_description()
    {
        var settings = LslTestSettings.Alone();
        var effector = Start(new LslEffector(DeviceAddress.Parse("lsl:Arm"), Classes, HostClock.System, settings));
        Assert.Equal("no inlet is connected", effector.Execute(Command(0), HostClock.System.Now).Reason);
        var tap = await InletAsync((LslEffector)effector, settings);
        var command = Command(4) with { IsLate = true };
        effector.Execute(command, HostClock.System.Now);
        effector.MakeSafe(SafeReason.DeviceLost);
        await tap.UntilAsync(t => t.Rows.Count == 2);
        Assert.Equal([4, 1, 1, -1, (float)command.ExpiresAt.Seconds, 0.25f, 0.75f], tap.Rows[0]);
        Assert.Equal([-1, -1, 0, (int)SafeReason.DeviceLost, float.NaN, float.NaN, float.NaN], tap.Rows[1]);
        Assert.Equal(command.IssuedAt.Seconds, tap.Stamps[0], 1e-6);
        Assert.Equal(["index", "class", "late", "reason", "expires", "p left", "p 右"], tap.Stream!.Info.Channels.Select(c => c.Label));
        Assert.Equal(["left", "右"], tap.Stream.Description!.Element("classes")!.Elements("class").Select(c => c.Element("label")!.Value));
    }

    [Fact]
    public async Task The_watchdog_ends_a_command_that_nothing_follows()
    {
        using var receiver = new LineReceiver();
        var (time, lifetime) = (new HandClock(), Duration.FromSeconds(0.5));
        await using var effectors = new RemoteEffectors([new TcpEffector(receiver.Address, Classes, new(time))], lifetime, new(time));
        effectors.Reported += _log.Add;
        effectors.Start();
        await _log.UntilAsync(EffectorReportKind.Connected);
        effectors.Execute(Classes[0], [1, 0], 0, isLate: false);
        await _log.UntilAsync(EffectorReportKind.Sent);
        time.Advance(TimeSpan.FromSeconds(0.5));
        await receiver.UntilAsync(l => l.Count == 3);
        Assert.Equal("Expired", receiver.Lines[2].GetProperty("reason").GetString());
        await effectors.CloseAsync(SafeReason.SessionEnded);
        await receiver.UntilAsync(l => l.Count == 4);
        Assert.Equal("SessionEnded", receiver.Lines[3].GetProperty("reason").GetString());
        Assert.Equal(EffectorReportKind.Safe, _log.Reports[^1].Kind);
    }

    private static ControlCommand Command(long index)
    {
        var now = HostClock.System.Now;
        return new(Classes[1], 0.75, now, now + Duration.FromSeconds(1)) { DecisionIndex = index, Probabilities = [0.25, 0.75] };
    }

    private static DeviceAddress AddressOf(UdpClient receiver) => DeviceAddress.Parse($"udp://127.0.0.1:{((IPEndPoint)receiver.Client.LocalEndPoint!).Port}");

    private static async Task<string?> KindAsync(UdpClient receiver) =>
        JsonDocument.Parse((await receiver.ReceiveAsync(Cancel)).Buffer).RootElement.GetProperty("kind").GetString();

    private T Start<T>(T effector)
        where T : RemoteEffector
    {
        _open.Add(effector);
        effector.Start(_log.Add);
        return effector;
    }

    private async Task<RemoteEffector> ConnectAsync(LineReceiver receiver)
    {
        var before = _log.Reports.Count(r => r.Kind == EffectorReportKind.Connected);
        var effector = Start(new TcpEffector(receiver.Address, Classes, HostClock.System)
        {
            RetryPause = TimeSpan.FromMilliseconds(20),
            Patience = TimeSpan.FromMilliseconds(500),
        });
        await _log.UntilAsync(all => all.Count(r => r.Kind == EffectorReportKind.Connected) > before);
        return effector;
    }

    private async Task<RemoteEffector> StartAsync(string kind, LineReceiver receiver, UdpClient datagrams)
    {
        if (kind == "tcp") return await ConnectAsync(receiver);
        if (kind == "udp") return Start(new UdpEffector(AddressOf(datagrams), Classes, HostClock.System));
        var settings = LslTestSettings.Alone();
        var effector = Start(new LslEffector(DeviceAddress.Parse("lsl:Arm"), Classes, HostClock.System, settings));
        await InletAsync(effector, settings);
        return effector;
    }

    private async Task<CollectingTap> InletAsync(LslEffector effector, LslSettings settings)
    {
        var (tap, stop) = (new CollectingTap(), CancellationTokenSource.CreateLinkedTokenSource(Cancel));
        var link = new DeviceLink(new LslDriver(DeviceAddress.Parse("lsl:?type=Decisions"), settings, HostClock.System));
        link.Add(tap);
        _open.Add(new Inlet(link.RunAsync(stop.Token), stop));
        await effector.WaitForInletAsync(Cancel);
        return tap;
    }

    private sealed class Inlet(Task running, CancellationTokenSource stop) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        }
    }
}
