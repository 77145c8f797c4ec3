using System.Diagnostics;
using Pons.Devices;
using Pons.Devices.OpenEphys;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices.Zmtp;

/// <summary>ZMTP against libzmq, through Python's pyzmq: skipped where <c>python3 -c "import zmq"</c> fails.</summary>
public sealed class ZmtpPeerTests
{
    private const string Publisher = """
        import json, struct, sys, zmq
        context = zmq.Context()
        data, beat = context.socket(zmq.XPUB), context.socket(zmq.REP)
        ports = [s.bind_to_random_port("tcp://127.0.0.1") for s in (data, beat)]
        print(*ports, flush=True)
        assert data.recv() == b"\x01", "subscription"
        number = 0
        for block in range(50):
            for channel in (1, 0, 2):
                content = dict(stream="s", channel_num=channel, channel_name="C%d" % channel, num_samples=100, sample_num=block * 100, sample_rate=1000.0)
                values = [block * 100 + i + channel / 4 for i in range(100)]
                data.send_multipart([b"DATA\0", json.dumps(dict(message_num=number, type="data", content=content)).encode(), struct.pack("<100f", *values)])
                number += 1
        print(beat.recv().decode(), flush=True)
        beat.send(b"ok")
        sys.stdin.read()
        """;

    private const string Subscriber = """
        import json, struct, sys, zmq
        context = zmq.Context()
        data, beat = context.socket(zmq.SUB), context.socket(zmq.REQ)
        data.setsockopt(zmq.SUBSCRIBE, b"")
        data.connect("tcp://127.0.0.1:" + sys.argv[1])
        beat.connect("tcp://127.0.0.1:" + sys.argv[2])
        beat.send(b'{"type":"heartbeat"}')
        print(beat.recv().decode(), flush=True)
        for message in range(60):
            envelope, head, values = data.recv_multipart()
            if envelope != b"DATA\0": continue
            content = json.loads(head)["content"]
            print(content["sample_num"], content["channel_num"], *struct.unpack("<%df" % content["num_samples"], values), flush=True)
        """;

    [Fact]
    public async Task Libzmq_publishes_to_the_driver_and_answers_its_heartbeat()
    {
        using var peer = new Peer(Publisher);
        var ports = (await peer.LineAsync()).Split(' ');
        var tap = new CollectingTap();
        var link = new DeviceLink(new OpenEphysProtocol().Open(
            DeviceAddress.Parse($"openephys://127.0.0.1:{ports[0]}?heartbeatport={ports[1]}"), HostClock.System));
        link.Add(tap);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = link.RunAsync(stop.Token);
        await tap.UntilAsync(t => t.Fault is { } fault ? throw fault : t.Rows.Count >= 4900);
        Assert.Contains("\"type\":\"heartbeat\"", await peer.LineAsync());
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(["C0", "C1", "C2"], tap.Stream!.Info.Channels.Select(c => c.Label));
        Assert.All(tap.Rows, r => Assert.Equal([r.Key, r.Key + 0.25f, r.Key + 0.5f], r.Value));
        Assert.Empty(tap.Gaps);
    }

    [Fact]
    public async Task Libzmq_subscribes_to_the_emulator_and_beats_its_heart()
    {
        var emulator = new OpenEphysProtocol().Emulate(
            DeviceAddress.Parse("openephys?listen=any"), new() { ChannelCount = 3, RateHz = 1000, MarkerEverySeconds = 0 }, HostClock.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var emulating = emulator.RunAsync(stop.Token);
        var at = await emulator.Listening;
        using var peer = new Peer(Subscriber, $"{at.Port}", at.Options["heartbeatport"]);
        Assert.Equal("heartbeat received", await peer.LineAsync());
        for (var i = 0; i < 60; i++)
        {
            var numbers = (await peer.LineAsync()).Split(' ').Select(float.Parse).ToArray();
            var (first, channel) = ((long)numbers[0], (int)numbers[1]);
            Assert.Equal(i % 3, channel);
            Assert.Equal(Enumerable.Range(0, 10).Select(s => emulator.Signal.Value(first + s, channel)), numbers[2..]);
        }

        await stop.CancelAsync();
        await emulating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>A script that runs as long as the test.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly Process _process;

        public Peer(string script, params string[] arguments)
        {
            var python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(HasZmq);
            Assert.SkipUnless(python is not null, "This computer has no Python with pyzmq.");
            _process = Process.Start(new ProcessStartInfo(python!, ["-c", script, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        }

        public async Task<string> LineAsync()
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(30));
            return await _process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("The script has ended.");
        }

        public void Dispose()
        {
            _process.Kill();
            _process.Dispose();
        }
    }

    private static bool HasZmq(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import zmq"]) { RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
