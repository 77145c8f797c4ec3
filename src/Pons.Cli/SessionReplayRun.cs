using Pons.Cli.Documents;
using Pons.Sessions.Replay;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons replay SESSION</c>: a recorded session decides again, and every decision is compared with its ledger.</summary>
internal static class SessionReplayRun
{
    public static async Task<int> RunAsync(SessionReplay replay, string recording, bool json, CancellationToken cancellation)
    {
        ReplayOutcome? outcome = null;
        await Progress.BarAsync("replaying", replay.Seconds, async report =>
        {
            outcome = await replay.RunAsync(report, cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (json) JsonOutput.Write(Describe(recording, outcome!));
        else Print(outcome!);
        return outcome!.IsEqual ? ExitStatus.Done : ExitStatus.CheckFailed;
    }

    private static SessionReplayDocument Describe(string recording, ReplayOutcome outcome) => new(
        Path.GetFileName(recording), outcome.Stream, new(outcome.ModelHash), outcome.Paradigm, new(outcome.Recorded, outcome.RecordedHash),
        new(outcome.Replayed, outcome.ReplayedHash), outcome.IsEqual, outcome.DifferenceCount,
        [.. outcome.Differences.Select(d => new SessionReplayDocument.Difference(d.Number, d.EndSampleIndex, d.What))], outcome.Warnings);

    private static void Print(ReplayOutcome outcome)
    {
        Terminal.Out.MarkupLineInterpolated($"[bold]stream[/]     {outcome.Stream}, {outcome.Paradigm}, model {outcome.ModelHash[..16]}…");
        Terminal.Out.MarkupLineInterpolated($"[bold]live[/]       {outcome.Recorded} decisions, hash {outcome.RecordedHash}");
        Terminal.Out.MarkupLineInterpolated($"[bold]replayed[/]   {outcome.Replayed} decisions, hash {outcome.ReplayedHash}");
        foreach (var warning in outcome.Warnings) Terminal.Out.MarkupLineInterpolated($"[yellow]{warning}[/]");
        foreach (var difference in outcome.Differences)
            Terminal.Out.MarkupLineInterpolated($"decision {difference.Number}, until sample {difference.EndSampleIndex - 1}: {difference.What}");
        if (outcome.DifferenceCount > outcome.Differences.Length)
            Terminal.Out.MarkupLineInterpolated($"… and {outcome.DifferenceCount - outcome.Differences.Length} more.");
        Terminal.Out.MarkupLine(outcome.IsEqual ? "[green]every decision is made again, bit for bit[/]" : "[red]the replay does not do what happened live[/]");
    }
}
