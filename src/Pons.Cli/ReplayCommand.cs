using System.CommandLine;
using System.Globalization;
using Pons.Cli.Documents;
using Pons.Decoding;
using Pons.Devices.Replay;
using Pons.Evaluation;
using Pons.Experiments;
using Pons.Formats;
using Pons.Pipelines;
using Pons.Sessions.Replay;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons replay FILE --model MODEL</c>: a recording through the live path, decision by decision; without a model, a session against
/// its own ledger.</summary>
internal static class ReplayCommand
{
    private const int DefaultBlockSamples = 16;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The recording to play again." };
        var model = new Option<string?>("--model") { Description = "A model made by 'pons train'; not needed for a session with decisions, which names its own." };
        var block = new Option<string>("--block") { Description = "Samples in a block, or 'whole'; changes no decision.", DefaultValueFactory = _ => DefaultBlockSamples.ToString(CultureInfo.InvariantCulture), HelpName = "N|whole" };
        var realTime = new Option<bool>("--real-time") { Description = "As slowly as it was recorded, instead of as fast as possible." };
        var json = Inputs.Json();
        var command = new Command(
            "replay",
            """
            Play a recording again through the live path. Every decision is compared: with the offline one of the model, or, for a recorded session, with what was decided live. Status 1 when they differ. Nobody is told anything: what pons run --to moved does not move again.

            Examples:
              pons replay session.xdf                       a session against its own ledger, bit for bit
              pons replay S007R12.edf --model s007.pons-model
              pons replay S007R12.edf --model s007.pons-model --block whole --json
            """)
        {
            file, model, block, realTime, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            async () =>
            {
                var path = parsed.GetRequiredValue(file);
                Inputs.RequireFile(path);
                if (parsed.GetValue(model) is not { } chosen) return await ReplaySessionAsync(path, parsed.GetValue(json), cancellation).ConfigureAwait(false);
                var replay = new Replay(
                    path, Load(chosen), BlockSamples(parsed.GetRequiredValue(block)), parsed.GetValue(realTime));
                var document = await replay.RunAsync(cancellation).ConfigureAwait(false);
                if (parsed.GetValue(json)) JsonOutput.Write(document);
                else Print(document);
                return document.AgreesWithOffline ? ExitStatus.Done : ExitStatus.CheckFailed;
            },
            cancellation));
        return command;
    }

    private static Task<int> ReplaySessionAsync(string path, bool json, CancellationToken cancellation) =>
        SessionReplay.TryOpen(path) is { } replay ? SessionReplayRun.RunAsync(replay, path, json, cancellation) : throw new UsageException(
            $"'{path}' was given without --model, and no ledger with decisions lies beside it.", "Nothing says how to decode it.",
            "Add --model MODEL, or replay a session that was recorded with decisions.");

    private static SavedModel Load(string path)
    {
        Inputs.RequireFile(path);
        return ModelFile.Load(path);
    }

    private static int? BlockSamples(string text)
    {
        if (text == "whole") return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var samples) && samples >= 1) return samples;
        throw new UsageException($"--block is '{text}'.", "A block holds a whole number of samples.", "Give a number from 1 on, or 'whole'.");
    }

    private static void Print(ReplayDocument document)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("time, s", "asked", "decided", "probability", "latency, ms");
        foreach (var d in document.Decisions)
            table.AddRow(
                Invariant($"{d.Time:0.000}"), Markup.Escape(d.Truth ?? ""), d.Truth == d.Label ? Markup.Escape(d.Label) : $"[yellow]{Markup.Escape(d.Label)}[/]",
                Invariant($"{d.Probabilities[d.Label]:0.00}"), Invariant($"{d.LatencyMs:0.000}"));
        Terminal.Out.Write(table);
        if (document.Accuracy is { } a)
            Terminal.Out.MarkupLineInterpolated($"[bold]accuracy[/]  {Invariant($"{a.Value:P0} (95 % interval {a.Low:P0} to {a.High:P0}; guessing reaches {a.ChanceLimit:P0} once in twenty times)")}");
        Terminal.Out.MarkupLineInterpolated($"[bold]hash[/]      {document.Hash}");
        Terminal.Out.MarkupLine(document.AgreesWithOffline ? "[green]equal to the offline decisions, bit for bit[/]" : "[red]differs from the offline decisions[/]");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>One recording, one model, one way of cutting the stream into blocks.</summary>
    private sealed class Replay(string path, SavedModel saved, int? blockSamples, bool realTime)
    {
        private readonly List<Decision> _decisions = [];
        private readonly List<TrialLoss> _losses = [];

        public async Task<ReplayDocument> RunAsync(CancellationToken cancellation)
        {
            Inputs.RequireFile(path);
            var paradigm = Paradigms.Of(saved.Lineage);
            var offline = CutFile.Read(path, paradigm, cancellation);
            using var recording = Recording.Open(path);
            var stream = Paradigm.StreamOf(recording);
            var size = blockSamples ?? (int)Math.Clamp(stream.SampleCount, 1, int.MaxValue / stream.Info.ChannelCount / 4);
            await using var source = new RecordingSource(stream.Info, () => stream.ReadBlocks(size), realTime ? TimeProvider.System : null);
            var stages = paradigm.Preparation(RunNames.KeyOf(path), _losses.Add).Then(new DecodeStage(saved.Decoder));
            var runner = new PipelineRunner(stages.StageNames);
            var pipeline = new Pipeline<Decision>(source, stages)
            {
                Sink = decision => _decisions.Add(decision with { Stamps = runner.Ledger.Trace() }),
            };
            await (realTime ? runner.RunLiveAsync(pipeline, cancellation) : runner.RunAsync(pipeline, cancellation)).ConfigureAwait(false);
            return Describe(paradigm, offline, runner);
        }

        private ReplayDocument Describe(Paradigm paradigm, CutFile offline, PipelineRunner runner)
        {
            var offlineHash = OfflineHash(offline.Cut.Trials);
            var hash = HashOf(_decisions);
            var correct = _decisions.Count(d => d.Prediction.Label == d.Truth);
            Estimated? accuracy = null;
            if (_decisions.Count > 0 && _decisions.All(d => d.Truth is not null))
            {
                var share = Proportion.Of(correct, _decisions.Count);
                accuracy = new(share.Value, share.Low, share.High, (double)Proportion.ChanceLimit(_decisions.Count, saved.Decoder.Classes.Length) / _decisions.Count);
            }

            return new(
                offline.Name, offline.Sha256, new(saved.Decoder.ContentHash), saved.Decoder.Decoder.Name, paradigm.Name, blockSamples,
                [.. _decisions.Select(Describe)], _losses.Count, accuracy, hash, offlineHash, hash == offlineHash,
                StageLatency.ByStage(runner.Ledger.Summaries()), new(runner.Samples.Expected, runner.Samples.Received, runner.Samples.Lost));
        }

        private static ReplayDocument.Decided Describe(Decision decision) => new(
            decision.Time.Seconds, decision.Prediction.Label.Name, decision.Truth?.Name,
            Enumerable.Range(0, decision.Prediction.Classes.Length).ToDictionary(i => decision.Prediction.Classes[i].Name, i => decision.Prediction.Probabilities[i]),
            decision.Stamps.Length > 0 ? decision.Stamps[^1].SinceArrival.Milliseconds : 0, decision.FirstSampleIndex, decision.EndSampleIndex);

        /// <summary>The decisions that the model takes on the trials as evaluation and training cut them.</summary>
        private string OfflineHash(TrialSet trials) => HashOf(trials.Trials.Select(t => new Decision(
            t.Origin.Time, t.Origin.FirstSampleIndex, t.Origin.EndSampleIndex, saved.Decoder.Predict(t), saved.Decoder.ContentHash, t.Label, [])));

        private static string HashOf(IEnumerable<Decision> decisions)
        {
            using var hash = new DecisionHash();
            foreach (var decision in decisions) hash.Add(decision);
            return hash.Value;
        }
    }
}
