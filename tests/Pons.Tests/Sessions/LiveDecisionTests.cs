using Pons.Control.Remote;
using Pons.Decoding;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Lsl;
using Pons.Devices.Rda;
using Pons.Experiments;
using Pons.Pipelines;
using Pons.Sessions;
using Pons.Sessions.Ledger;
using Pons.Sessions.Replay;
using Pons.Streams;
using Pons.Streams.Clocks;
using Pons.Tests.Control.Remote;
using Pons.Tests.Devices;
using Pons.Tests.Devices.Lsl;

namespace Pons.Tests.Sessions;

/// <summary>From an emulated amplifier over the wire to a program that is told the decisions over the wire, with a recording of it all.</summary>
public sealed class LiveDecisionTests : IDisposable
{
    private static readonly Lazy<SavedModel> Model = new(Fit);
    private readonly string _folder = Directory.CreateTempSubdirectory("pons-decisions").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Recording => Path.Combine(_folder, "s.xdf");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_listener_and_an_inlet_read_every_decision_and_the_session_replays()
    {
        using var receiver = new LineReceiver();
        var (settings, tap) = (LslTestSettings.Alone(), new CollectingTap());
        var outlet = new LslEffector(DeviceAddress.Parse("lsl:Arm"), Model.Value.Decoder.Classes, HostClock.System, settings);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var inlet = new DeviceLink(new LslDriver(DeviceAddress.Parse("lsl:?type=Decisions"), settings, HostClock.System));
        inlet.Add(tap);
        Task reading = Task.CompletedTask;
        var session = await RunAsync(receiver, null, [outlet], Begin, () => receiver.UntilAsync(l => Decisions(l) >= 10));
        await stop.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        var told = receiver.Lines.Where(IsDecision).ToList();
        var entries = Entries;
        var decided = entries.OfType<LedgerDecision>().ToList();
        Assert.Equal(Enumerable.Range(0, told.Count), told.Select(l => l.GetProperty("index").GetInt32()));
        Assert.Equal(decided.Select(d => d.Label).Take(told.Count), told.Select(l => l.GetProperty("label").GetString()!));
        Assert.Equal(decided.SelectMany(d => d.Probabilities).Take(2 * told.Count), told.SelectMany(Probabilities));
        Assert.Equal(told.Count, entries.OfType<LedgerCommand>().Count(c => c.To == receiver.Address.ToString() && c.Unsent is null));
        Assert.Equal("SessionEnded", receiver.Lines[^1].GetProperty("reason").GetString());
        Assert.Contains(entries.OfType<LedgerEffector>(), e => e is { Kind: "Safe", Text: "SessionEnded" } && e.To == receiver.Address.ToString());
        Assert.Equal(entries.OfType<LedgerCommand>().Count(c => c.To == "lsl:Arm" && c.Unsent is null), tap.Rows.Values.Count(r => r[1] >= 0));
        Assert.True((await SessionReplay.TryOpen(Recording)!.RunAsync(cancellation: Cancel)).IsEqual);
        Assert.Equal(session, decided.Count);
        Assert.Contains(decided[0].Stages, s => s.Name == "decode");

        Task Begin()
        {
            reading = inlet.RunAsync(stop.Token);
            return outlet.WaitForInletAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_killed_receiver_stops_neither_decoding_nor_recording_and_is_found_again()
    {
        using var receiver = new LineReceiver();
        await RunAsync(receiver, null, [], () => Task.CompletedTask, async () =>
        {
            await receiver.UntilAsync(l => Decisions(l) >= 3);
            receiver.Kill();
            receiver.Restart();
            var before = receiver.Lines.Count;
            await receiver.UntilAsync(l => Decisions(l.Skip(before)) >= 3);
        });
        var entries = Entries;
        Assert.Contains(entries.OfType<LedgerEffector>(), e => e.Kind == "Lost");
        Assert.Equal(2, entries.OfType<LedgerEffector>().Count(e => e.Kind == "Connected"));
        Assert.Equal(entries.OfType<LedgerDecision>().Count(), entries.OfType<LedgerCommand>().Select(c => c.DecisionIndex).Distinct().Count());
        using var recording = Pons.Formats.Recording.Open(Recording);
        Assert.Equal(entries.OfType<LedgerEnd>().Single().Streams[0].Samples, recording.Streams[0].StoredCount);
        Assert.Equal(0, entries.OfType<LedgerEnd>().Single().Streams[0].Missing);
        Assert.True((await SessionReplay.TryOpen(Recording)!.RunAsync(cancellation: Cancel)).IsEqual);
    }

    [Fact]
    public async Task Late_decisions_bring_the_safe_state_and_no_decision_goes_out()
    {
        using var receiver = new LineReceiver();
        await RunAsync(receiver, new(new Duration(1), LateReaction.SafeState), [], () => Task.CompletedTask, () => receiver.UntilAsync(l => l.Count >= 4));
        Assert.DoesNotContain(receiver.Lines, IsDecision);
        Assert.Equal("Late", receiver.Lines[2].GetProperty("reason").GetString());
        Assert.Contains(Entries.OfType<LedgerEffector>(), e => e is { Kind: "Safe", Text: "Late" });
        Assert.Contains(Entries.OfType<LedgerMiss>(), m => m.Reaction == "SafeState");
        Assert.True((await SessionReplay.TryOpen(Recording)!.RunAsync(cancellation: Cancel)).IsEqual);
    }

    [Fact]
    public async Task A_device_that_vanishes_and_a_stage_that_fails_bring_the_safe_state()
    {
        using var receiver = new LineReceiver();
        var plan = Plan with { Faults = new() { Faults = [new(3, FaultKind.Disconnect, 0.2)] } };
        await RunAsync(receiver, null, [], () => Task.CompletedTask, () => receiver.UntilAsync(l => Reasons(l).Contains("DeviceLost")), plan);
        using var other = new LineReceiver();
        await RunAsync(other, null, [], () => Task.CompletedTask, () => other.UntilAsync(l => Reasons(l).Contains("DecodingEnded")), decided: _ => throw new InvalidOperationException("no arm"));
        Assert.Contains(Entries.OfType<LedgerEffector>(), e => e is { Kind: "Safe", Text: "DecodingEnded" });
    }

    private IReadOnlyList<LedgerEntry> Entries => SessionLedger.Read(SessionLedger.PathFor(Recording)).Entries;

    private static EmulationPlan Plan => new() { ChannelCount = Model.Value.Decoder.Stream.ChannelCount, RateHz = 250, PacketSamples = 5, MarkerEverySeconds = 0 };

    private static int Decisions(IEnumerable<System.Text.Json.JsonElement> lines) => lines.Count(IsDecision);

    private static bool IsDecision(System.Text.Json.JsonElement line) => line.GetProperty("kind").GetString() == "decision";

    private static IEnumerable<string?> Reasons(IEnumerable<System.Text.Json.JsonElement> lines) =>
        lines.Where(l => !IsDecision(l)).Select(l => l.GetProperty("reason").GetString());

    private static IEnumerable<double> Probabilities(System.Text.Json.JsonElement line) =>
        line.GetProperty("probabilities").EnumerateObject().Select(p => p.Value.GetDouble());

    /// <summary>A session from an emulated amplifier until enough was told; the number of its decisions.</summary>
    private async Task<int> RunAsync(
        LineReceiver receiver, LatencyBudget? budget, RemoteEffector[] further, Func<Task> begin, Func<Task> enough, EmulationPlan? plan = null,
        Action<Decision>? decided = null)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var emulator = new RdaProtocol().Emulate(DeviceAddress.Parse("rda?listen=any"), plan ?? Plan, HostClock.System);
        var emulating = emulator.RunAsync(over.Token);
        var link = new DeviceLink(new RdaProtocol().Open(await emulator.Listening, HostClock.System)) { RetryPause = TimeSpan.FromMilliseconds(50) };
        await using var recorder = new SessionRecorder(Recording, new() { Overwrites = true });
        var classes = Model.Value.Decoder.Classes;
        await using var effectors = new RemoteEffectors(
            [new TcpEffector(receiver.Address, classes, HostClock.System) { RetryPause = TimeSpan.FromMilliseconds(20) }, .. further], Duration.FromSeconds(30));
        var log = new EffectorLog();
        effectors.Reported += log.Add;
        await using var session = await LiveSession.OpenAsync(link, recorder, Model.Value, budget, decided ?? (static _ => { }), effectors, Cancel);
        await log.UntilAsync(EffectorReportKind.Connected);
        await begin();
        var running = session.RunAsync(over.Token);
        await enough();
        await over.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await emulating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await recorder.StopAsync();
        return session.DecisionCount;
    }

    private static SavedModel Fit()
    {
        var plan = new VirtualSessionPlan { CalibrationTrials = 8 };
        var trials = VirtualSession.Calibrate(plan);
        var stream = trials.Stream with { Channels = [.. trials.Stream.Channels.Select((c, i) => c with { Label = $"Ch{i + 1}" })] };
        var paradigm = plan.Paradigm.ForFeedback();
        return new(plan.Decoder.Fit(new(stream, trials.Trials)), new(paradigm.Name, paradigm.Parameters, [], trials.Count, ModelLineage.ThisProgram));
    }
}
