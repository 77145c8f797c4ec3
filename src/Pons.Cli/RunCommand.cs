using System.Collections.Immutable;
using System.CommandLine;
using Pons.Cli.Documents;
using Pons.Control.Remote;
using Pons.Decoding;
using Pons.Devices;
using Pons.Pipelines;
using Pons.Sessions;
using Pons.Streams;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons run --source SPEC --model MODEL --out SESSION</c>: a device decoded live, and recorded with every decision.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var source = new Option<string>("--source") { Description = "Address of the device; 'pons devices --protocols' lists them.", Required = true };
        var model = new Option<string>("--model") { Description = "A model made by 'pons train'.", Required = true };
        var output = new Option<string>("--out") { Description = "The recording, *.xdf; ledger and model are kept beside it.", Required = true };
        var duration = new Option<double?>("--duration") { Description = "Seconds until the session ends by itself; until Ctrl-C or the end of the device otherwise.", HelpName = "S" };
        var budget = new Option<double?>("--budget") { Description = "Milliseconds that a decision may take from the arrival of its newest sample; any time otherwise.", HelpName = "MS" };
        var late = new Option<string>("--on-late") { Description = "What happens to a later decision: it is dropped, the last one holds on, or what --to names enters its safe state.", DefaultValueFactory = _ => "skip", HelpName = "skip|hold|safe" };
        late.AcceptOnlyFromAmong("skip", "hold", "safe");
        var to = new Option<string[]>("--to") { Description = $"Where decisions go: {string.Join(", ", RemoteEffectorKind.All.Select(k => k.Example))}. May be given several times.", HelpName = "ADDRESS" };
        var lifetime = Settings.Option("--act-for", "Seconds that a decision acts unless another follows; then the safe state", RemoteEffectors.DefaultLifetime.Seconds).Within(0.01, 3600);
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace an existing recording." };
        var json = Inputs.Json();
        var command = new Command(
            "run",
            """
            Decode a device live. Everything is recorded before any processing, and every decision with its past: 'pons replay' makes them again, bit for bit.

            Examples:
              pons run --source rda://192.168.1.5:51244 --model s007.pons-model --out session.xdf
              pons run --source lsl://?name=EEG --model s007.pons-model --out session.xdf --budget 20 --on-late hold
              pons run --source lsl://?name=EEG --model s007.pons-model --out session.xdf --to tcp://127.0.0.1:7000 --to lsl:Decisions --budget 20 --on-late safe
              pons run --source file:S007R12.edf --model s007.pons-model --out session.xdf --json
            """)
        {
            source, model, output, duration, to, lifetime, budget, late, overwrite, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var places = parsed.GetValue(to) ?? [];
                var limit = Budget(parsed.GetValue(budget), parsed.GetRequiredValue(late), places);
                Inputs.RequireFile(parsed.GetRequiredValue(model));
                Inputs.RequireFolderOf(parsed.GetRequiredValue(output));
                var run = new Run(
                    DeviceAddress.Parse(parsed.GetRequiredValue(source)), ModelFile.Load(parsed.GetRequiredValue(model)), parsed.GetRequiredValue(output),
                    parsed.GetValue(duration), limit, parsed.GetValue(overwrite),
                    [.. places.Select(DeviceAddress.Parse)], Duration.FromSeconds(parsed.GetRequiredValue(lifetime)));
                return run.RunAsync(parsed.GetValue(json), cancellation);
            },
            cancellation));
        return command;
    }

    private static LatencyBudget? Budget(double? milliseconds, string late, string[] places)
    {
        if (late == "safe" && places.Length == 0)
            throw new UsageException("--on-late safe is given without --to.", "Nothing outside hears the decisions, so nothing has a safe state.", "Say with --to where they go, such as --to tcp://127.0.0.1:7000, or choose skip or hold.");
        if (milliseconds is not { } limit)
            return late == "skip" ? null : throw new UsageException($"--on-late {late} is given without --budget.", "Without a budget no decision is late.", "Say how long a decision may take, such as --budget 20.");
        if (limit is > 0 and <= 60_000)
            return new(Duration.FromSeconds(limit / 1000), late switch { "hold" => LateReaction.Hold, "safe" => LateReaction.SafeState, _ => LateReaction.Skip });
        throw new UsageException(FormattableString.Invariant($"--budget is {limit}."), "A decision takes more than 0 ms and at most a minute.", "Choose another, such as 20.");
    }

    /// <summary>One session.</summary>
    private sealed class Run(DeviceAddress address, SavedModel model, string output, double? seconds, LatencyBudget? budget, bool overwrites, ImmutableArray<DeviceAddress> places, Duration lifetime)
    {
        public async Task<int> RunAsync(bool json, CancellationToken cancellation)
        {
            await using var effectors = places.IsEmpty ? null : RemoteEffectors.At(places, model.Decoder.Classes, lifetime);
            if (effectors is not null) effectors.Reported += Tell;
            await using var recorder = new SessionRecorder(output, new() { Overwrites = overwrites });
            recorder.Alarmed += alarm => Terminal.Error.MarkupLineInterpolated($"[red bold]{alarm.Text}[/]");
            Action<Decision> decided = json ? Keep : Say;
            await using var session = await LiveSession.OpenAsync(
                SessionSources.Open(address), recorder, model, budget, decided, effectors, cancellation).ConfigureAwait(false);
            await UntilTheEndAsync(session, cancellation).ConfigureAwait(false);
            var summary = await recorder.StopAsync().ConfigureAwait(false);
            var document = Describe(session, summary, effectors);
            if (json) JsonOutput.Write(document);
            else Print(document);
            if (session.Fault is { } fault) throw fault;
            return ExitStatus.Done;
        }

        private async Task UntilTheEndAsync(LiveSession session, CancellationToken cancellation)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (seconds is { } length) limit.CancelAfter(TimeSpan.FromSeconds(length));
            try
            {
                await session.RunAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The time is over, or a person ended it: what was complete by then has been decided and recorded.
            }
        }

        private RunDocument Describe(LiveSession session, RecordingSummary summary, RemoteEffectors? effectors) => new(
            Path.GetFileName(output), address.ToString(), model.Lineage.Paradigm, new(model.Decoder.ContentHash),
            new(session.DecisionCount, session.DecisionHash), StageLatency.ByStage(session.Latency),
            new(session.Samples.Expected, session.Samples.Received, session.Samples.Lost),
            summary.Streams.Sum(s => s.Samples), summary.Streams.Sum(s => s.Missing), summary.Bytes, session.Misses.Total, session.Fault?.Message,
            effectors?.All.Select(e => new RunDocument.Receiver(e.Address.ToString(), e.SentCommands, e.UnsentCommands)).ToList());

        private static void Tell(EffectorReport report)
        {
            if (report.Kind == EffectorReportKind.Lost) Terminal.Error.MarkupLineInterpolated($"[yellow]{report.Effector}: {report.Text}; trying again[/]");
            if (report.Kind == EffectorReportKind.Connected) Terminal.Error.MarkupLineInterpolated($"[green]{report.Effector}: connected[/]");
        }

        private static void Keep(Decision decision)
        {
            // The ledger has it; standard output is one document.
        }

        private static void Say(Decision decision) => Terminal.Out.MarkupLineInterpolated(
            $"{FormattableString.Invariant($"{decision.Time.Seconds,9:0.00}")} s  [bold]{decision.Prediction.Label}[/] {FormattableString.Invariant($"{decision.Prediction.Confidence:0.00}")}");

        private static void Print(RunDocument document)
        {
            Terminal.Out.MarkupLineInterpolated($"[bold]decisions[/]  {document.Decisions.Count}, hash {document.Decisions.Hash[..16]}…");
            Terminal.Out.MarkupLineInterpolated($"[bold]recorded[/]   {document.RecordedSamples} samples, {document.MissingSamples} missing, {document.Bytes} bytes in {document.File}");
            foreach (var to in document.Receivers ?? [])
                Terminal.Out.MarkupLineInterpolated($"[bold]sent[/]       {to.Sent} to {to.To}, {to.Unsent} not sent");
            LatencyTable.Print(document.LatencyMs);
        }
    }
}
