using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Rda;
using Pons.Formats;
using Pons.Sessions.Ledger;
using Pons.Streams.Clocks;
using Pons.Tests.Cli;

namespace Pons.Tests.Sessions;

/// <summary>
/// <c>pons record</c> is killed at random moments: every chunk that was in the file is still there. The hundred:
/// <c>PONS_SLOW=1 dotnet run --project tests/Pons.Tests -- --filter-class "*KilledRecorderTests"</c>.
/// </summary>
public sealed class KilledRecorderTests
{
    private static readonly EmulationPlan Plan = new() { ChannelCount = 8, RateHz = 1000, PacketSamples = 10, MarkerEverySeconds = 0.1 };

    [Fact]
    public Task Ten_killed_recordings_lose_no_chunk() => KillAsync(10, seed: 1);

    [Fact]
    public Task A_hundred_killed_recordings_lose_no_chunk()
    {
        if (Environment.GetEnvironmentVariable("PONS_SLOW") != "1") Assert.Skip("A slow test: set PONS_SLOW=1 to run it.");
        return KillAsync(100, seed: 2);
    }

    private static async Task KillAsync(int times, int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        for (var i = 0; i < times; i++)
        {
            var path = folder.PathOf($"killed{i}.xdf");
            await KillOnceAsync(path, leastBytes: random.Next(0, 60_000), isReported: i % 10 == 0);
        }
    }

    private static async Task KillOnceAsync(string path, int leastBytes, bool isReported)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var emulator = new RdaProtocol().Emulate(DeviceAddress.Parse("rda://127.0.0.1?listen=any"), Plan, HostClock.System);
        var emulating = emulator.RunAsync(stop.Token);
        using var recorder = CommandLine.Start("record", "--source", (await emulator.Listening).ToString(), "--out", path);
        await GrownAsync(path, leastBytes);
        var committed = File.ReadAllBytes(path);
        recorder.Kill();
        await recorder.WaitForExitAsync(stop.Token);
        AssertKept(path, committed, emulator);
        if (isReported) await AssertReportedAsync(path);
        await stop.CancelAsync();
        await emulating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Waits until the file has so many bytes: the moment is random because the length is.</summary>
    private static async Task GrownAsync(string path, int bytes)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!File.Exists(path) || new FileInfo(path).Length <= bytes) await Task.Delay(1, limit.Token);
    }

    private static void AssertKept(string path, byte[] committed, DeviceEmulator emulator)
    {
        var before = path + ".before.xdf";
        File.WriteAllBytes(before, committed);
        if (committed.Length < 200) return; // killed before the file had a header
        using var kept = Recording.Open(path);
        using var known = Recording.Open(before);
        var ledger = SessionLedger.Read(SessionLedger.PathFor(path));
        Assert.Null(ledger.End);
        Assert.True(Stored(kept) >= Stored(known), $"{Stored(kept)} samples are there, and {Stored(known)} were before the kill");
        Assert.True(kept.Markers.Length >= known.Markers.Length);
        if (kept.Streams.IsEmpty) return;
        var stream = kept.Streams[0];
        Assert.Equal(0, stream.MissingCount);
        var values = stream.Read(0, (int)stream.StoredCount);
        var first = emulator.Log.FirstSample!.Value;
        for (var i = 0; i < values.Length; i++) Assert.Equal(emulator.Signal.Value(first + i / 8, i % 8), values[i]);
    }

    private static long Stored(Recording recording) => recording.Streams.IsEmpty ? 0 : recording.Streams[0].StoredCount;

    private static async Task AssertReportedAsync(string path)
    {
        var info = await CommandLine.RunAsync("info", path, "--json");
        Assert.Equal(0, info.Status);
        Assert.False(info.ValidFor("info").GetProperty("session").GetProperty("isComplete").GetBoolean());
    }
}
