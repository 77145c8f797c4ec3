using Pons.Cli.Documents;
using Pons.Decoding;
using Pons.Experiments;
using Pons.Sessions;
using Spectre.Console;

namespace Pons.Cli.Demo;

/// <summary>The closed loop without a browser: calibrates, runs, and says how it went.</summary>
internal static class HeadlessDemo
{
    public static async Task<DemoDocument> RunAsync(VirtualSessionPlan plan, bool virtualTime, SessionRecorder? recorder, CancellationToken cancellation)
    {
        var model = Progress.Of("calibrating", () => Calibration.Of(plan, cancellation));
        DemoDocument? document = null;
        await Progress.BarAsync("closed loop", plan.DurationSeconds, async report =>
            document = await RunAsync(plan, model, virtualTime, recorder, report, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        return document!;
    }

    public static void Print(DemoDocument document)
    {
        var accuracy = document.Accuracy is { } a
            ? FormattableString.Invariant($"{a.Value:P0} of {document.Trials} trials (95 % interval {a.Low:P0} to {a.High:P0}; guessing reaches {a.ChanceLimit:P0} once in twenty times)")
            : "no trial ended";
        Terminal.Out.MarkupLineInterpolated($"[bold]accuracy[/]   {accuracy}");
        Terminal.Out.MarkupLineInterpolated($"[bold]transfer[/]   {FormattableString.Invariant($"{document.ItrBitsPerMinute:0.0}")} bits/min");
        Terminal.Out.MarkupLineInterpolated($"[bold]samples[/]    {document.Samples.Received} of {document.Samples.Expected}, {document.Samples.Lost} lost");
        Terminal.Out.MarkupLineInterpolated($"[bold]decisions[/]  {document.Decisions.Count}, hash {document.Decisions.Hash[..16]}…");
        LatencyTable.Print(document.LatencyMs);
    }

    private static async Task<DemoDocument> RunAsync(
        VirtualSessionPlan plan, SavedModel model, bool virtualTime, SessionRecorder? recorder, Action<double> report,
        CancellationToken cancellation)
    {
        using var observer = new HeadlessObserver(plan.Paradigm.Classes.Length, report);
        var recording = recorder is null ? null : new RecordingObserver(recorder, plan, virtualTime, observer);
        await using var session = new VirtualSession(
            plan, model.Decoder, (SessionObserver?)recording ?? observer, virtualTime ? null : TimeProvider.System);
        recording?.Begin(session.Stream);
        if (recorder is not null) LiveSession.KeepModel(recorder, session.Stream.Name, model);
        await session.RunAsync(cancellation).ConfigureAwait(false);
        var score = observer.Score;
        return new(
            plan.Seed, plan.Paradigm.Name, plan.Decoder.Name, plan.Subject.Skill, virtualTime, plan.DurationSeconds, score.Trials,
            new(score.Hits, score.Misses, score.TimeOuts, score.Voids),
            score.Accuracy is { } a ? new(a.Value, a.Low, a.High, score.ChanceLimit) : null,
            score.BitsPerMinute,
            new(plan.CalibrationTrials, model.Lineage.TrialCount),
            StageLatency.ByStage(session.Latency),
            session.DelaySamples / plan.RateHz * 1000,
            new(session.Samples.Expected, session.Samples.Received, session.Samples.Lost),
            new(observer.Decisions.Count, observer.Decisions.Value),
            new(model.Decoder.ContentHash),
            session.Online.LateFeedbackCount);
    }
}
