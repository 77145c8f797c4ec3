using System.CommandLine;
using System.Globalization;
using System.Net;
using Pons.Cli.Documents;
using Pons.Devices;
using Pons.Sessions;
using Pons.Sessions.Ledger;
using Pons.Sessions.Remote;
using Pons.Streams.Clocks;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons record --source SPEC --out FILE</c>: devices into a file, with a ledger beside it.</summary>
internal static class RecordCommand
{
    public static Command Create()
    {
        var defaults = new RecorderOptions();
        var source = new Option<string[]>("--source") { Description = "Where samples come from: an address such as rda://127.0.0.1:51244, file:PATH?speed=2 or twin://?seed=7. May be given several times.", Required = true, HelpName = "SPEC" };
        var output = new Option<string>("--out") { Description = "The recording, an XDF file; the ledger stands beside it.", Required = true, HelpName = "FILE" };
        var duration = Settings.Option("--duration", "Seconds to record; 0 for until Ctrl-C or until all devices have ended", 0.0).Within(0, 1e7);
        var note = new Option<string[]>("--note") { Description = "A note for the ledger. May be given several times.", HelpName = "TEXT" };
        var sync = Settings.Option("--sync", "Seconds between forcing the file to the disk, which is what a power failure may cost; 0 for never", defaults.SyncPeriod.TotalSeconds).Within(0, 3600);
        var memory = Settings.Option("--memory", "MiB in which samples wait while the disk is full or slow", (int)(defaults.MemoryBytes >> 20)).Within(1, 65_536);
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the recording if it exists." };
        var remote = new Option<string?>("--remote") { Description = $"Wait for LabRecorder's remote commands on a port, usually {RemoteListener.DefaultPort}, of this computer; ADDRESS:PORT to listen elsewhere.", HelpName = "PORT" };
        var json = Inputs.Json();
        var command = new Command(
            "record",
            """
            Record devices into one XDF file, with everything that is no sample in a ledger beside it. Never loses in silence.

            Examples:
              pons record --source rda://127.0.0.1:51244 --out s01.xdf
              pons record --source twin://?seed=7 --source file:s02.edf --duration 60 --out both.xdf --json
              pons record --source lsl://?name=EEG --out %p_%b.xdf --remote 22345
            """)
        {
            source, output, duration, note, sync, memory, overwrite, remote, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new RecorderOptions
            {
                SyncPeriod = TimeSpan.FromSeconds(parsed.GetRequiredValue(sync)),
                MemoryBytes = (long)parsed.GetRequiredValue(memory) << 20,
                Overwrites = parsed.GetValue(overwrite),
            };
            var links = parsed.GetRequiredValue(source).Select(s => SessionSources.Open(DeviceAddress.Parse(s))).ToList();
            var path = parsed.GetRequiredValue(output);
            if (parsed.GetValue(remote) is { } place)
                return await RecordRun.ObeyAsync(links, path, options, PlaceOf(place), parsed.GetRequiredValue(duration), cancellation).ConfigureAwait(false);
            Inputs.RequireFolderOf(path);
            var summary = await RecordRun.RecordAsync(links, path, options, parsed.GetValue(note) ?? [], parsed.GetRequiredValue(duration), cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json)) JsonOutput.Write(RecordDocument.Of(summary));
            else Print(summary);
            return ExitStatus.Done;
        });
        return command;
    }

    private static IPEndPoint PlaceOf(string text)
    {
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return new(IPAddress.Loopback, port);
        if (IPEndPoint.TryParse(text, out var place) && place.Port > 0) return place;
        throw new UsageException($"--remote is '{text}'.", "Remote commands come over a port.", "Give a port such as 22345, or an address with one such as 0.0.0.0:22345.");
    }

    private static void Print(RecordingSummary summary)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("stream", "samples", "missing", "gaps", "late", "markers", "connected again", "clock");
        foreach (var s in summary.Streams)
            table.AddRow(
                Markup.Escape(s.Name), $"{s.Samples}", Loud(s.Missing), Loud(s.Gaps), Loud(s.Late), $"{s.Markers}{(s.LostMarkers > 0 ? $", {s.LostMarkers} lost" : "")}",
                Loud(s.Reconnections), RecordMonitor.Words(s.Clock));
        Terminal.Out.Write(table);
        foreach (var s in summary.Streams)
            foreach (var gap in s.ListedGaps.Take(20))
                Terminal.Out.MarkupLineInterpolated($"[yellow]gap[/]  {s.Name}: {gap.SampleCount} samples from {gap.FirstSampleIndex} on ({gap.Reason}{(gap.IsEstimated ? ", estimated" : "")})");
        foreach (var alarm in SessionLedger.Read(summary.LedgerPath).Entries.OfType<LedgerAlarm>())
            Terminal.Out.MarkupLineInterpolated($"[red]alarm[/]  {alarm.Text}");
        if (summary.Verdict is { } verdict)
        {
            Terminal.Out.MarkupLine($"[bold]clocks[/]  {verdict.Grade switch { ClockGrade.Good => "[green]good[/]", ClockGrade.Doubtful => "[yellow]doubtful[/]", _ => "[red]bad[/]" }}");
            foreach (var reason in verdict.Reasons) Terminal.Out.MarkupLineInterpolated($"        {reason.Stream} {reason.Text}");
        }

        Terminal.Out.MarkupLineInterpolated($"[bold]{summary.Path}[/]  {summary.Bytes} bytes; ledger {summary.LedgerPath}");
        Terminal.Out.MarkupLine(summary.Streams.All(s => s.Missing == 0) ? "[green]nothing is missing[/]" : $"[yellow]{summary.Streams.Sum(s => s.Missing)} samples are missing[/]");
    }

    private static string Loud(long count) => count == 0 ? "0" : $"[yellow]{count}[/]";
}
