using System.Text.Json;
using Pons.Server.Live;
using Pons.Streams;

namespace Pons.Server.Tests.Live;

public sealed class LiveFeedTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_that_comes_late_learns_what_the_others_know()
    {
        using var feed = new LiveFeed();
        feed.Begin(Invented.Session());
        feed.Trial(new(1, new("left"), TrialOutcome.Hit, 2.5, new(1, 0.2, 1, 0.5), 3));
        feed.Latency([new("filter", 9, 0.1, 0.2, 0.3, 0.4)], 100, 98, 2);
        using var client = feed.Join();
        Assert.Equal(["info", "trial", "latency", "state"], await TypesAsync(client, 4));
    }

    [Fact]
    public async Task A_browser_that_comes_late_sees_the_last_ten_seconds()
    {
        using var feed = new LiveFeed();
        feed.Begin(Invented.Session());
        for (var i = 0; i < 5000; i++) feed.Block(Invented.Block(4 * i, 4));
        using var client = feed.Join();
        Assert.Equal(["info", "state", "(block)"], await TypesAsync(client, 3));
        var samples = 4;
        while (samples < 2500) samples += (await client.TakeAsync(Stop))!.SampleCount;
        Assert.Equal(2500, samples);
        Assert.False(client.TakeAsync(Stop).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Everything_that_is_pushed_arrives()
    {
        using var feed = new LiveFeed();
        using var client = feed.Join();
        feed.Begin(Invented.Session());
        var cue = new Marker(2, Timestamp.FromSeconds(Invented.Clock, 0.008), "cue left");
        feed.Block(Invented.Block(0, 4, markers: cue));
        var moment = Timestamp.FromSeconds(Invented.Clock, 1);
        feed.Decision(new(moment, 0, 250, new([new("left"), new("right")], [0.3, 0.7]), "hash", null, []));
        feed.Cursor(new(0.25, new("left"), CursorPhase.Feedback, 1.5));
        feed.End("done");
        Assert.Equal(["state", "info", "state", "marker", "(block)", "decision", "cursor", "end", "state"], await TypesAsync(client, 9));
    }

    [Fact]
    public async Task The_words_of_the_messages_are_those_of_the_reference()
    {
        using var feed = new LiveFeed();
        using var client = feed.Join();
        await client.TakeAsync(Stop);
        feed.Cursor(new(-0.5, null, CursorPhase.Rest, null));
        Assert.Equal("""{"type":"cursor","position":-0.5,"target":null,"phase":"rest","secondsLeft":null}""", await TextAsync(client));
        feed.Trial(new(3, new("right"), TrialOutcome.Timeout, 4, new(0.5, 0.1, 0.9, 0.5), 0));
        Assert.Equal(
            """{"type":"trial","number":3,"target":"right","outcome":"timeout","seconds":4,"accuracy":"""
            + """{"value":0.5,"low":0.1,"high":0.9,"chance":0.5},"itrBitsPerMinute":0}""",
            await TextAsync(client));
    }

    [Fact]
    public async Task Spectra_follow_after_a_second_of_signal()
    {
        using var feed = new LiveFeed();
        using var client = feed.Join();
        feed.Begin(Invented.Session());
        feed.Block(new(0, Timestamp.FromSeconds(Invented.Clock, 0), Sine(10, 500), 2));
        while (await client.TakeAsync(Stop) is { } message)
        {
            if (!message.IsBinary || message.Bytes[0] != 2) continue;
            var bins = BitConverter.ToUInt16(message.Bytes, 4);
            var first = Enumerable.Range(0, bins).Select(bin => BitConverter.ToSingle(message.Bytes, 16 + 4 * bin)).ToArray();
            Assert.Equal(101, bins);
            Assert.Equal(1, BitConverter.ToDouble(message.Bytes, 8));
            Assert.Equal(10, Array.IndexOf(first, first.Max()));
            // A sine of amplitude A holds A²/2 of power, whatever the window spreads it over.
            Assert.Equal(50, first.Sum(), 1.0);
            return;
        }
    }

    [Fact]
    public void Pushing_into_a_feed_that_nobody_reads_never_waits()
    {
        using var feed = new LiveFeed();
        using var idle = feed.Join();
        feed.Begin(Invented.Session());
        for (var i = 0; i < 20_000; i++) feed.Block(Invented.Block(4 * i, 4));
        Assert.True(idle.DroppedSamples > 70_000);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using var feed = new LiveFeed();
        Assert.Throws<InvalidOperationException>(() => feed.Block(Invented.Block(0, 1)));
        feed.Begin(Invented.Session(channels: 3));
        Assert.Throws<ArgumentException>(() => feed.Block(Invented.Block(0, 1, channels: 2)));
    }

    [Fact]
    public void The_state_is_what_the_session_said()
    {
        using var feed = new LiveFeed();
        Assert.Equal(LiveState.Idle, feed.State);
        feed.Begin(Invented.Session());
        Assert.Equal(LiveState.Running, feed.State);
        feed.Paused();
        Assert.Equal(LiveState.Paused, feed.State);
        feed.Resumed();
        Assert.Equal(LiveState.Running, feed.State);
        feed.End("done");
        Assert.Equal(LiveState.Ended, feed.State);
    }

    private static float[] Sine(double hz, int samples) =>
        [.. Enumerable.Range(0, 2 * samples).Select(i => (float)(10 * Math.Sin(2 * Math.PI * hz * (i / 2) / 250)))];

    private static async Task<string> TextAsync(LiveClient client) =>
        System.Text.Encoding.UTF8.GetString((await client.TakeAsync(Stop))!.Bytes);

    private static async Task<List<string>> TypesAsync(LiveClient client, int count)
    {
        List<string> types = [];
        while (types.Count < count)
        {
            var message = (await client.TakeAsync(Stop))!;
            types.Add(message.IsBinary ? "(block)" : JsonDocument.Parse(message.Bytes).RootElement.GetProperty("type").GetString()!);
        }

        return types;
    }
}
