using System.Text.RegularExpressions;
using Pons.Decoding;
using Pons.Devices;
using Pons.Experiments;
using Pons.Pipelines;
using Pons.Sessions;
using Pons.Sessions.Ledger;
using Pons.Sessions.Replay;
using Pons.Simulation;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Sessions;

/// <summary>A device decoded and recorded at once, and the same session decided again.</summary>
public sealed class LiveSessionTests : IDisposable
{
    private static readonly Lazy<SavedModel> Model = new(Fit);
    private readonly string _folder = Directory.CreateTempSubdirectory("pons-live").FullName;

    private string Recording => Path.Combine(_folder, "s.xdf");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_session_is_replayed_bit_for_bit()
    {
        var (count, hash) = await RunAsync(null);
        var outcome = await SessionReplay.TryOpen(Recording)!.RunAsync(cancellation: TestContext.Current.CancellationToken);
        Assert.True(outcome.IsEqual, string.Join('\n', outcome.Differences));
        Assert.Equal((count, hash), (outcome.Replayed, outcome.ReplayedHash));
        Assert.True(count > 100);
    }

    [Fact]
    public async Task Late_decisions_are_dropped_counted_and_still_made_again()
    {
        var acted = 0;
        var (count, _) = await RunAsync(new LatencyBudget(new Duration(1)), _ => acted++);
        Assert.Equal(0, acted);
        var ledger = SessionLedger.Read(SessionLedger.PathFor(Recording));
        Assert.Equal(count, ledger.Entries.OfType<LedgerMiss>().Count());
        Assert.True((await SessionReplay.TryOpen(Recording)!.RunAsync(cancellation: TestContext.Current.CancellationToken)).IsEqual);
    }

    [Fact]
    public async Task A_failing_reaction_ends_the_decoding_and_not_the_recording()
    {
        await RunAsync(null, _ => throw new InvalidOperationException("no cursor"), expectsFault: true);
        using var recording = Pons.Formats.Recording.Open(Recording);
        Assert.Equal(Length, recording.Streams.Single(s => s.Info.Name == "twin").StoredCount);
        var notice = SessionLedger.Read(SessionLedger.PathFor(Recording)).Entries.OfType<LedgerNotice>().Single(n => n.Kind == "DecodingEnded");
        Assert.Contains("no cursor", notice.Text);
        Assert.True((await SessionReplay.TryOpen(Recording)!.RunAsync(cancellation: TestContext.Current.CancellationToken)).IsEqual);
    }

    [Fact]
    public async Task Another_model_or_another_recording_is_found_out()
    {
        await RunAsync(null);
        var ledger = SessionLedger.PathFor(Recording);
        var lines = await File.ReadAllLinesAsync(ledger, TestContext.Current.CancellationToken);
        var changed = lines.Select((line, i) => i == Array.FindLastIndex(lines, l => l.Contains("\"decision\"")) ? Regex.Replace(line, "\"probabilities\":\\[[^,]+", "\"probabilities\":[0.123") : line);
        await File.WriteAllLinesAsync(ledger, changed, TestContext.Current.CancellationToken);
        var outcome = await SessionReplay.TryOpen(Recording)!.RunAsync(cancellation: TestContext.Current.CancellationToken);
        Assert.False(outcome.IsEqual);
        Assert.Contains("probability", Assert.Single(outcome.Differences).What);
        File.Delete(Path.ChangeExtension(Recording, ".pons-model"));
        Assert.Contains("not beside the recording", Assert.Throws<SessionException>(() => SessionReplay.TryOpen(Recording)).Message);
    }

    private const int Length = 250 * 30;

    private async Task<(int Count, string Hash)> RunAsync(LatencyBudget? budget, Action<Decision>? decided = null, bool expectsFault = false)
    {
        var address = new DeviceAddress("twin");
        var link = new DeviceLink(new SourceDriver(address, () => new TwinSource(new VirtualSubject(), null, 250, 25) { LengthSamples = Length }, HostClock.System));
        await using var recorder = new SessionRecorder(Recording);
        await using var session = await LiveSession.OpenAsync(
            link, recorder, Model.Value, budget, decided ?? (static _ => { }), cancellation: TestContext.Current.CancellationToken);
        await session.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expectsFault, session.Fault is not null);
        await recorder.StopAsync();
        return (session.DecisionCount, session.DecisionHash);
    }

    private static SavedModel Fit()
    {
        var plan = new VirtualSessionPlan();
        var trials = VirtualSession.Calibrate(plan);
        var paradigm = plan.Paradigm.ForFeedback();
        return new(plan.Decoder.Fit(trials), new(paradigm.Name, paradigm.Parameters, [], trials.Count, ModelLineage.ThisProgram));
    }
}
