using Pons.Devices;
using Pons.Formats;
using Pons.Sessions;
using Pons.Streams.Clocks;
using Pons.Tests.Devices;

namespace Pons.Tests.Sessions;

public sealed class SessionSourcesTests
{
    [Fact]
    public async Task Virtual_subject_and_its_recording_are_recorded_alike()
    {
        using var folder = new TemporaryFolder();
        var clock = new HostClock(new JumpingClock());
        var twin = await RecordAsync("twin://?seed=7&skill=0.9&rate=250&block=25", folder.PathOf("twin.xdf"), clock, 500);
        using var first = Recording.Open(twin);
        var again = await RecordAsync($"file:{twin}?stream=twin&speed=4", folder.PathOf("again.xdf"), clock, long.MaxValue);
        using var second = Recording.Open(again);
        var count = (int)first.Streams[0].StoredCount;
        Assert.InRange(count, 500, int.MaxValue);
        Assert.Equal((count, 0L), ((int)second.Streams[0].StoredCount, second.Streams[0].MissingCount));
        Assert.Equal(first.Streams[0].Read(0, count), second.Streams[0].Read(0, count));
    }

    [Theory]
    [InlineData("nothing://", "no protocol")]
    [InlineData("file:/nowhere/x.edf", "no recording")]
    public void What_is_not_there_is_refused(string address, string what) =>
        Assert.Contains(what, Assert.Throws<SessionException>(() => SessionSources.Open(DeviceAddress.Parse(address))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("twin://?skill=2")]
    [InlineData("twin://?colour=red")]
    public void Wrong_options_are_refused(string address) => Assert.Throws<DeviceException>(() => SessionSources.Open(DeviceAddress.Parse(address)));

    private static async Task<string> RecordAsync(string address, string path, HostClock clock, long samples)
    {
        await using var recorder = new SessionRecorder(path);
        var link = SessionSources.Open(DeviceAddress.Parse(address), clock);
        var tap = new CollectingTap();
        link.Add(tap);
        recorder.Add(link);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = Task.Run(() => link.RunAsync(stop.Token), TestContext.Current.CancellationToken);
        await tap.UntilAsync(t => t.Rows.Count >= samples || t.HasEnded);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (await recorder.StopAsync()).Path;
    }
}
