using System.CommandLine;
using Pons.Cli.Demo;
using Pons.Cli.Documents;
using Pons.Sessions;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons demo</c>: the whole closed loop with a virtual subject.</summary>
internal static class DemoCommand
{
    private const double HeadlessSeconds = 60;
    private const double StudioSeconds = 1800;

    public static Command Create()
    {
        var headless = new Option<bool>("--headless") { Description = "Without a browser: run, then print how it went." };
        var duration = new Option<double?>("--duration") { Description = $"Length of the session in seconds. [default: {HeadlessSeconds} headless, {StudioSeconds} in the studio]", HelpName = "S" };
        var virtualTime = new Option<bool>("--virtual-time") { Description = "As fast as possible instead of in real time; decides the same. Only with --headless." };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Print the address of the studio and do not open it." };
        var output = new Option<string?>("--out") { Description = "Record the session, *.xdf; ledger and model are kept beside it. Only with --headless.", HelpName = "FILE" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace an existing recording." };
        var url = Inputs.Url();
        var json = Inputs.Json();
        var subject = new VirtualSubjectOptions();
        var command = new Command(
            "demo",
            """
            The whole closed loop with a virtual subject: it imagines moving a hand, a decoder fitted to its calibration decides, a cursor moves, and the subject perceives how each trial ends.

            Examples:
              pons demo                                                  in the browser, until Ctrl-C
              pons demo --headless --duration 60 --seed 7 --json         one minute, one JSON document
              pons demo --headless --duration 600 --virtual-time         ten minutes in a few seconds
              pons demo --headless --skill 0                             a subject who cannot imagine
              pons demo --headless --duration 60 --out session.xdf       recorded; 'pons replay session.xdf' decides again
            """)
        {
            headless, duration, virtualTime, output, overwrite, noBrowser, url, json,
        };
        subject.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var isHeadless = parsed.GetValue(headless);
                Check(isHeadless, parsed.GetValue(virtualTime), parsed.GetValue(json), parsed.GetValue(duration));
                if (!isHeadless && parsed.GetValue(output) is not null)
                    throw new UsageException("--out was given without --headless.", "The studio records when a person asks it to.", "Add --headless.");
                if (parsed.GetValue(output) is { } path) Inputs.RequireFolderOf(path);
                var plan = subject.Read(parsed, parsed.GetValue(duration) ?? (isHeadless ? HeadlessSeconds : StudioSeconds));
                return isHeadless
                    ? RunHeadlessAsync(plan, parsed.GetValue(virtualTime), Recorder(parsed.GetValue(output), parsed.GetValue(overwrite)), parsed.GetValue(json), cancellation)
                    : StudioSession.RunAsync(plan, new() { Url = parsed.GetRequiredValue(url) }, startAtOnce: true, open: !parsed.GetValue(noBrowser), cancellation);
            },
            cancellation));
        return command;
    }

    private static void Check(bool headless, bool virtualTime, bool json, double? duration)
    {
        if (!headless && (virtualTime || json))
            throw new UsageException(
                $"{(virtualTime ? "--virtual-time" : "--json")} was given without --headless.",
                "The studio shows a session in real time and prints no document.", "Add --headless.");
        if (duration is { } seconds && !(seconds > 0 && seconds <= 86_400))
            throw new UsageException(
                FormattableString.Invariant($"--duration is {seconds}."), "A session lasts more than 0 seconds and at most a day.", "Choose another length, such as 60.");
    }

    private static SessionRecorder? Recorder(string? path, bool overwrites)
    {
        if (path is null) return null;
        var recorder = new SessionRecorder(path, new() { Overwrites = overwrites });
        recorder.Alarmed += alarm => Terminal.Error.MarkupLineInterpolated($"[red bold]{alarm.Text}[/]");
        return recorder;
    }

    private static async Task<int> RunHeadlessAsync(
        Experiments.VirtualSessionPlan plan, bool virtualTime, SessionRecorder? recorder, bool json, CancellationToken cancellation)
    {
        await using var _ = recorder;
        var document = await HeadlessDemo.RunAsync(plan, virtualTime, recorder, cancellation).ConfigureAwait(false);
        if (recorder is not null) await recorder.StopAsync().ConfigureAwait(false);
        if (json) JsonOutput.Write(document);
        else HeadlessDemo.Print(document);
        return ExitStatus.Done;
    }
}
