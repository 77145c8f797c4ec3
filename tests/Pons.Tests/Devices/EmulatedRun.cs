using System.Net;
using System.Net.Sockets;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices;

/// <summary>A protocol's emulator and driver joined by a real socket or serial port, in this process.</summary>
internal sealed class EmulatedRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _emulating;
    private readonly Task _reading;

    private EmulatedRun(DeviceEmulator emulator, Func<Task> emulate, DeviceLink link, CollectingTap tap)
    {
        (Emulator, Link, Tap) = (emulator, link, tap);
        link.Add(tap);
        _reading = link.RunAsync(_stop.Token);
        _emulating = emulate();
    }

    public DeviceEmulator Emulator { get; }

    public DeviceLink Link { get; }

    public CollectingTap Tap { get; }

    /// <summary>Starts both; the emulator listens on a free port where the protocol allows it (<c>listen=any</c>).</summary>
    public static async Task<EmulatedRun> StartAsync(DeviceProtocol protocol, EmulationPlan plan, string address)
    {
        var emulator = protocol.Emulate(DeviceAddress.Parse(address), plan, HostClock.System);
        var emulating = emulator.RunAsync(TestContext.Current.CancellationToken);
        var at = await emulator.Listening;
        var link = new DeviceLink(protocol.Open(at, HostClock.System)) { RetryPause = TimeSpan.FromMilliseconds(50) };
        return new(emulator, () => emulating, link, new());
    }

    /// <summary>Starts a reader of datagrams on a free port, and then the emulator that sends to it, so that none is missed.</summary>
    public static EmulatedRun StartDatagrams(DeviceProtocol protocol, EmulationPlan plan, string options = "", string host = "127.0.0.1")
    {
        var at = DeviceAddress.Parse($"{protocol.Name}://{host}:{FreePort()}{options}");
        var emulator = protocol.Emulate(at, plan, HostClock.System);
        var link = new DeviceLink(protocol.Open(at, HostClock.System)) { RetryPause = TimeSpan.FromMilliseconds(50) };
        return new(emulator, () => emulator.RunAsync(TestContext.Current.CancellationToken), link, new());
    }

    /// <summary>A UDP port that nobody has at the moment.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Stops reading, so that what was collected stays as it is.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Checks that every received value is the emulated one, whose first sample the emulator's log names.</summary>
    public void AssertExact(float tolerance = 0)
    {
        var first = Emulator.Log.FirstSample ?? throw new InvalidOperationException("Nothing was sent.");
        Assert.NotEmpty(Tap.Rows);
        foreach (var (index, row) in Tap.Read(t => t.Rows.ToArray()))
            for (var c = 0; c < Emulator.Plan.ChannelCount; c++)
                Assert.Equal(Emulator.Signal.Value(first + index, c), row[c], tolerance);
    }

    /// <summary>Checks that the gaps are what the emulator lost on purpose; what it lost for want of a reader is left out.</summary>
    public void AssertGapsOfLog() => Assert.Equal(
        Emulator.Log.Faults.Where(f => f.SampleCount > 0 && f.Kind != FaultKind.Disconnect).Select(f => (f.FirstSample, f.SampleCount)),
        GapsOfDevice());

    /// <summary>Gaps that the device's counter showed, as (first sample, count) of the device.</summary>
    public IEnumerable<(long First, long Count)> GapsOfDevice() =>
        Tap.Read(t => t.Gaps.ToArray()).Select(g => (g.FirstSampleIndex + Emulator.Log.FirstSample!.Value, g.SampleCount));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _ = _emulating.ContinueWith(static t => _ = t.Exception, TaskScheduler.Default);
    }
}
