using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pons.Decoding;
using Pons.Formats;
using Pons.Sessions.Ledger;
using Pons.Streams;

namespace Pons.Server.Tests.Sessions;

/// <summary>The program's own session is recorded from the studio: samples, markers, decisions.</summary>
public sealed class SessionTrackTests : StudioTests
{
    private const double Rate = 100;
    private static readonly ClockId Clock = new("test");
    private static readonly ClassLabel Left = new("left"), Right = new("right");
    [Fact]
    public async Task Nothing_to_record_is_refused_with_its_code()
    {
        var answer = await StartAsync(awaitsSession: false);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal("studio.nothingToRecord", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_session_is_recorded_from_its_first_sample_and_its_recording_ends_with_it()
    {
        Assert.Equal(HttpStatusCode.OK, (await StartAsync(awaitsSession: true)).StatusCode);
        Begin();
        for (var b = 0; b < 20; b++) Push(b);
        Decide(0, 100);
        Feed.End("planned time over");
        await EndedAsync();
        using var recording = Recording.Open(Path.Combine(Folder, "own.xdf"));
        Assert.Equal(200, recording.Streams.Single(s => s.Info.Name == "EEG").StoredCount);
        Assert.Contains(recording.Markers, m => m.Label == "cue left" && Math.Abs(m.Onset.Seconds - 0.5) < 1e-6);
        Assert.Equal((0, 100), Decisions().Select(d => (d.FirstSampleIndex, d.EndSampleIndex)).Single());
    }

    [Fact]
    public async Task What_is_recorded_later_counts_from_its_own_first_sample()
    {
        Begin();
        for (var b = 0; b < 10; b++) Push(b);
        Assert.Equal(HttpStatusCode.OK, (await StartAsync(awaitsSession: false)).StatusCode);
        for (var b = 10; b < 25; b++) Push(b);
        Decide(50, 150);
        Decide(150, 250);
        Assert.Equal(HttpStatusCode.OK, (await Http.PostAsync("/api/recording/stop", null, Stop)).StatusCode);
        Push(25);
        using var recording = Recording.Open(Path.Combine(Folder, "own.xdf"));
        Assert.Equal(150, recording.Streams.Single(s => s.Info.Name == "EEG").StoredCount);
        var decision = Decisions().Single();
        Assert.Equal((50, 150, 1_490_000_000), (decision.FirstSampleIndex, decision.EndSampleIndex, decision.StreamNanoseconds));
        Feed.End("stopped in the studio");
    }

    private Task<HttpResponseMessage> StartAsync(bool awaitsSession) =>
        Http.PostAsJsonAsync("/api/recording/start", new { name = "own", note = "", awaitsSession }, Stop);

    private void Begin() => Feed.Begin(new(
        new("EEG", [new("C3"), new("C4")], Rate, Clock), "left-right-imagery", ImmutableArray.Create(Left, Right), 0.5, "virtual subject", "V1"));

    private void Push(int block)
    {
        ImmutableArray<Marker> markers = block == 5 ? [new(50, At(50), "cue left", default)] : [];
        Feed.Block(new(block * 10, At(block * 10), new float[20], 2, markers));
    }

    private void Decide(long first, long end) =>
        Feed.Decision(new(At(end - 1), first, end, new Prediction([Left, Right], [0.7, 0.3]), "hash", Left, []));

    private async Task EndedAsync()
    {
        while (true)
        {
            var answer = await Http.GetFromJsonAsync<JsonElement>("/api/devices", Stop);
            if (answer.GetProperty("recording").GetProperty("hasEnded").GetBoolean()) return;
        }
    }

    private IEnumerable<LedgerDecision> Decisions() =>
        SessionLedger.Read(SessionLedger.PathFor(Path.Combine(Folder, "own.xdf"))).Entries.OfType<LedgerDecision>();

    private static Timestamp At(long sample) => new(Clock, Duration.OfSamples(sample, Rate).Nanoseconds);
}
