using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Rda;
using Pons.Sessions;
using Pons.Streams.Clocks;
using Pons.Tests.Devices;

namespace Pons.Tests.Sessions;

/// <summary>An emulated RDA device, recorded in this process.</summary>
internal sealed class RecordedRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Task _reading;

    private RecordedRun(DeviceEmulator emulator, DeviceLink link, RecorderOptions options, string? path)
    {
        (Emulator, Link) = (emulator, link);
        Recorder = new(path ?? _folder.PathOf("x.xdf"), options);
        Recorder.Alarmed += Alarms.Enqueue;
        Link.Add(Tap);
        Recorder.Add(link);
        _reading = link.RunAsync(_stop.Token);
    }

    public DeviceEmulator Emulator { get; }

    public DeviceLink Link { get; }

    public CollectingTap Tap { get; } = new();

    public SessionRecorder Recorder { get; }

    public System.Collections.Concurrent.ConcurrentQueue<RecorderAlarm> Alarms { get; } = new();

    public static async Task<RecordedRun> StartAsync(EmulationPlan plan, RecorderOptions? options = null, string? path = null)
    {
        var protocol = new RdaProtocol();
        var emulator = protocol.Emulate(DeviceAddress.Parse("rda://127.0.0.1?listen=any"), plan, HostClock.System);
        _ = emulator.RunAsync(TestContext.Current.CancellationToken);
        var at = await emulator.Listening;
        var link = new DeviceLink(protocol.Open(at, HostClock.System)) { RetryPause = TimeSpan.FromMilliseconds(50) };
        return new(emulator, link, options ?? new RecorderOptions { ChunkPeriod = TimeSpan.FromMilliseconds(20) }, path);
    }

    /// <summary>Ends the device, then the recording.</summary>
    public async Task<RecordingSummary> EndAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Recorder.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await ((Task)EndAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _folder.Dispose();
    }
}
