using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pons.Formats;
using Pons.Formats.Xdf;
using Pons.Server.Live;
using Pons.Server.Tests.Live;
using Pons.Streams;

namespace Pons.Server.Tests.Sessions;

public sealed class SessionEndpointsTests : StudioTests
{
    private const double Rate = 100;
    [Fact]
    public async Task A_folder_that_is_not_there_is_empty()
    {
        var answer = await ListAsync();
        Assert.Empty(answer.GetProperty("sessions").EnumerateArray());
        Assert.Equal(Folder, answer.GetProperty("folder").GetString());
    }

    [Fact]
    public async Task A_recording_is_listed_with_its_gap()
    {
        Record("first.xdf");
        var session = (await ListAsync()).GetProperty("sessions").EnumerateArray().Single();
        Assert.Equal("first.xdf", session.GetProperty("name").GetString());
        Assert.Equal(1, session.GetProperty("gapCount").GetInt32());
        Assert.Equal(20, session.GetProperty("missing").GetInt64());
        Assert.Equal("doubtful", session.GetProperty("verdict").GetString());
        Assert.Equal("gaps", session.GetProperty("reasons")[0].GetString());
        Assert.Equal(5.2, session.GetProperty("seconds").GetDouble(), 6);
    }

    [Fact]
    public async Task One_recording_has_its_time_line()
    {
        Record("first.xdf");
        var detail = await Http.GetFromJsonAsync<JsonElement>("/api/sessions/first.xdf", Stop);
        var stream = detail.GetProperty("streams").EnumerateArray().First();
        var gap = stream.GetProperty("gaps").EnumerateArray().Single();
        Assert.Equal(3, gap.GetProperty("from").GetDouble(), 6);
        Assert.Equal(0.2, gap.GetProperty("seconds").GetDouble(), 6);
        var marker = detail.GetProperty("events").EnumerateArray().Single();
        Assert.Equal(("marker", "cue left"), (marker.GetProperty("kind").GetString(), marker.GetProperty("text").GetString()));
        Assert.Equal(1, marker.GetProperty("at").GetDouble(), 6);
    }

    [Fact]
    public async Task What_receivers_were_told_stands_in_numbers_and_on_the_time_line()
    {
        const string to = "tcp://127.0.0.1:7000";
        Record("first.xdf");
        await File.WriteAllLinesAsync(
            Path.Combine(Folder, "first.ledger.jsonl"),
            [
                Line(0, "header", new { recording = "first.xdf", program = "Pons", started = DateTimeOffset.UnixEpoch, computer = "test" }),
                Line(1, "effector", new { to, kind = "Connected", text = "" }),
                Line(2, "command", new { to, decisionIndex = 0, label = "left", isLate = false }),
                Line(2, "command", new { to = "lsl:Decisions", decisionIndex = 0, label = "left", isLate = false, unsent = "no inlet is connected" }),
                Line(3, "effector", new { to, kind = "Safe", text = "Late" }),
                Line(3, "effector", new { to, kind = "Safe", text = "Late" }),
                Line(3.5, "command", new { to, decisionIndex = 3, label = "right", isLate = false }),
                Line(4, "effector", new { to, kind = "Lost", text = "the receiver takes nothing" }),
                Line(4, "effector", new { to, kind = "SafeUntold", text = "SessionEnded" }),
            ],
            Stop);
        var detail = await Http.GetFromJsonAsync<JsonElement>("/api/sessions/first.xdf", Stop);
        Assert.Equal(
            [(to, 2, 0, 2), ("lsl:Decisions", 0, 1, 0)],
            detail.GetProperty("receivers").EnumerateArray().Select(r =>
                (Text(r, "to"), r.GetProperty("sent").GetInt32(), r.GetProperty("unsent").GetInt32(), r.GetProperty("safeStates").GetInt32())));
        Assert.Equal(
            [
                ("effectorConnected", "effector.connected", $"{to}: the receiver is there"),
                ("effectorSafe", "safe.late", $"{to}: a decision came later than its budget"),
                ("effectorLost", "effector.lost", $"{to}: the receiver takes nothing"),
                ("effectorSafeUntold", "safe.sessionEnded", $"{to}: the session was over"),
            ],
            detail.GetProperty("events").EnumerateArray().Where(e => Text(e, "stream") == to)
                .Select(e => (Text(e, "kind"), Text(e, "code"), Text(e, "text"))));
    }

    [Fact]
    public async Task What_cannot_be_read_is_listed_as_such()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "broken.edf"), "no recording", Stop);
        var session = (await ListAsync()).GetProperty("sessions").EnumerateArray().Single();
        Assert.Equal("bad", session.GetProperty("verdict").GetString());
        Assert.Equal("unreadable", session.GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public async Task A_recording_that_changes_is_read_again()
    {
        Record("first.xdf");
        await ListAsync();
        Record("first.xdf", seconds: 9);
        var session = (await ListAsync()).GetProperty("sessions").EnumerateArray().Single();
        Assert.Equal(9.2, session.GetProperty("seconds").GetDouble(), 6);
    }

    [Fact]
    public async Task A_replay_is_shown_live_from_the_moment_that_was_asked_for()
    {
        Record("first.xdf");
        using var client = Feed.Join();
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/api/sessions/first.xdf/replay", new { from = 2.0, speed = 100 }));
        Assert.Equal("first.xdf", Feed.Session!.SourceName);
        var (blocks, end) = (new List<byte[]>(), "");
        while (end.Length == 0)
        {
            var message = (await client.TakeAsync(Stop))!;
            if (message.SampleCount > 0) blocks.Add(message.Bytes);
            else if (Encoding.UTF8.GetString(message.Bytes) is var text && text.Contains("\"type\":\"end\"", StringComparison.Ordinal)) end = text;
        }

        Assert.Contains("recording over", end, StringComparison.Ordinal);
        Assert.Equal(200, BitConverter.ToInt64(blocks[0], 8));
        Assert.Equal(20, blocks.Sum(b => BinaryMessages.MissingOf(b)));
        Assert.Equal(300, blocks.Sum(b => (b.Length - BinaryMessages.BlockHeaderSize) / (2 * sizeof(float))));
    }

    [Fact]
    public async Task A_running_session_is_not_pushed_aside()
    {
        Record("first.xdf");
        Feed.Begin(Invented.Session());
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync("/api/sessions/first.xdf/replay", new { }));
    }

    [Theory]
    [InlineData("""{"speed":0}""")]
    [InlineData("""{"speed":1000}""")]
    [InlineData("""{"from":-1}""")]
    public async Task An_impossible_replay_is_refused(string body)
    {
        Record("first.xdf");
        using var content = new StringContent(body);
        using var response = await Http.PostAsync("/api/sessions/first.xdf/replay", content, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("BDF", "first.bdf")]
    [InlineData("EDF", "first.edf")]
    [InlineData("BrainVision", "first.vhdr")]
    [InlineData("XDF", "first.xdf")]
    public async Task A_recording_is_exported_and_can_be_fetched(string format, string name)
    {
        Record("first.xdf");
        using var response = await Http.PostAsJsonAsync("/api/sessions/first.xdf/export", new { format }, Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var made = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Contains(made.GetProperty("files").EnumerateArray(), f => f.GetProperty("name").GetString() == name);
        Assert.NotEmpty(await Http.GetByteArrayAsync($"/api/sessions/exports/{name}", Stop));
        Assert.Single((await ListAsync()).GetProperty("sessions").EnumerateArray());
        using var exported = Recording.Open(Path.Combine(Folder, "exports", name));
        Assert.Equal(2, exported.Streams[0].Info.ChannelCount);
    }

    [Theory]
    [InlineData("/api/sessions/missing.xdf")]
    [InlineData("/api/sessions/..%2Ffirst.xdf")]
    [InlineData("/api/sessions/exports/..%2Ffirst.xdf")]
    public async Task Only_what_is_in_the_folder_is_found(string path)
    {
        Record("first.xdf");
        using var response = await Http.GetAsync(path, Stop);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Devices_are_recorded_with_notes_and_the_recording_appears()
    {
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync("/api/recording/start", new { name = "early" }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/api/devices/connect", new { protocol = "rda" }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/api/recording/start", new { name = "a/b", note = "eyes open" }));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync("/api/recording/start", new { name = "twice" }));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("/api/recording/note", new { text = " " }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/api/recording/note", new { text = "eyes closed" }));
        while ((await RecordingAsync()).GetProperty("samples").GetInt64() < 50) await Task.Delay(20, Stop);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/api/recording/stop", new { }));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync("/api/recording/stop", new { }));
        Assert.True((await RecordingAsync()).GetProperty("hasEnded").GetBoolean());
        var detail = await Http.GetFromJsonAsync<JsonElement>("/api/sessions/a-b.xdf", Stop);
        var reasons = detail.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!);
        Assert.Equal([], reasons.Except(["clock"])); // half a second is too short to know a clock
        var notes = detail.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("kind").GetString() == "note");
        Assert.Equal(["eyes open", "eyes closed"], notes.Select(n => n.GetProperty("text").GetString()));
        foreach (var format in (string[])["EDF", "BDF", "BrainVision"])
            Assert.Equal(HttpStatusCode.OK, await PostAsync("/api/sessions/a-b.xdf/export", new { format }));
    }

    [Fact]
    public async Task A_format_that_is_not_written_is_named()
    {
        Record("first.xdf");
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("/api/sessions/first.xdf/export", new { format = "FIF" }));
    }

    /// <summary>A line of a ledger, so many seconds after its beginning.</summary>
    private static string Line(double seconds, string entry, object rest)
    {
        var line = new JsonObject { ["entry"] = entry, ["hostNanoseconds"] = 1_000_000_000L + (long)(seconds * 1e9) };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(rest)!.AsObject()) line[name] = value?.DeepClone();
        return line.ToJsonString();
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    /// <summary>Two channels at 100 Hz, 20 samples missing behind the third second, a marker at the first.</summary>
    private void Record(string name, int seconds = 5)
    {
        var clock = new ClockId("amplifier");
        var info = new StreamInfo("EEG", [new("C3"), new("C4")], Rate, clock);
        ImmutableArray<RecordedSegment> segments =
        [
            new(0, 300, Timestamp.FromSeconds(clock, 10)), new(320, (long)(seconds * Rate) - 300, Timestamp.FromSeconds(clock, 13.2)),
        ];
        var samples = Enumerable.Range(0, (int)(seconds * Rate) * 2).Select(i => (float)Math.Round(50 * Math.Sin(i / 9.0))).ToArray();
        var header = new RecordingHeader { Format = "XDF", File = name };
        var stream = new HeldStream(info, samples, segments, [new(100, Timestamp.FromSeconds(clock, 11), "cue left")]);
        using var recording = new Recording(header, [stream], [new(Duration.FromSeconds(1), "cue left")]);
        new XdfFormat().Create(Path.Combine(Folder, name), recording);
    }

    private async Task<JsonElement> RecordingAsync() =>
        (await Http.GetFromJsonAsync<JsonElement>("/api/devices", Stop)).GetProperty("recording");

    private Task<JsonElement> ListAsync() => Http.GetFromJsonAsync<JsonElement>("/api/sessions", Stop);

    private async Task<HttpStatusCode> PostAsync<T>(string path, T body)
    {
        using var response = await Http.PostAsJsonAsync(path, body, Stop);
        return response.StatusCode;
    }
}
