using System.CommandLine;
using System.Globalization;
using Pons.Cli.Documents;
using Pons.Formats;
using Pons.Streams;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons info FILE</c>: what a recording holds.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A recording: a file, or the folder of a format that is one. Its format is recognised by its content." };
        var json = Inputs.Json();
        var personal = new Option<bool>("--personal") { Description = "Also print what the header says about the person. These are personal data." };
        var headerOnly = new Option<bool>("--header-only") { Description = "Read no samples: leave mean and standard deviation out of the JSON document." };
        var quality = new Option<bool>("--quality") { Description = "Measure how usable it is: gaps, flat, clipped and noisy channels, bridges, rate, copies. A folder is measured whole." };
        var page = new Option<string?>("--page") { Description = "With --quality: also write the result as a page with thumbnails (HTML)." };
        var command = new Command(
            "info",
            """
            Say what a recording holds.

            Examples:
              pons info S001R04.edf
              pons info S001R04.edf --json                 with mean and standard deviation of every channel
              pons info large.bdf --json --header-only     without reading the samples
              pons info folder --quality --page page.html  how usable its recordings are, and which are copies
            """)
        {
            file, json, personal, headerOnly, quality, page,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var path = parsed.GetRequiredValue(file);
                Inputs.RequireRecording(path);
                if (parsed.GetValue(page) is not null && !parsed.GetValue(quality))
                    throw new UsageException("--page was given without --quality.", "The page shows the quality.", "Add --quality.");
                return parsed.GetValue(quality) ? QualityReport.Run(path, parsed.GetValue(json), parsed.GetValue(page), cancellation)
                    : Run(path, parsed.GetValue(json), parsed.GetValue(personal), parsed.GetValue(headerOnly), cancellation);
            },
            cancellation));
        return command;
    }

    private static int Run(string path, bool json, bool personal, bool headerOnly, CancellationToken cancellation)
    {
        using var recording = Recording.Open(path);
        var document = Describe(path, recording, personal, s => json && !headerOnly ? ChannelStatistics.Of(s, cancellation) : null);
        if (json) JsonOutput.Write(document);
        else Print(document);
        return ExitStatus.Done;
    }

    private static InfoDocument Describe(string path, Recording recording, bool personal, Func<RecordedStream, ChannelStatistics[]?> statistics)
    {
        var header = recording.Header;
        var streams = recording.Streams.Select(s => Describe(s, statistics(s))).ToList();
        return new(
            header.File,
            Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) : new FileInfo(path).Length,
            header.Format,
            header.StartTime?.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            header.DurationSeconds,
            header.Device.Length > 0 ? header.Device : null,
            streams.Sum(s => s.Channels.Count),
            streams.Select(s => s.RateHz).Distinct().Count() == 1 ? streams[0].RateHz : null,
            streams,
            new(recording.Markers.Length, Count(recording.Markers)),
            [.. recording.Gaps.Select(g => new InfoDocument.Gap(g.Start.Seconds, g.Length.Seconds))],
            [.. header.Fields.Where(f => !f.IsPersonal || personal).Select(f => new InfoDocument.Field(f.Name, f.Value))],
            recording.Warnings,
            personal ? new(header.Subject, header.Description) : null,
            SessionDescription.Of(path, recording));
    }

    private static InfoDocument.Stream Describe(RecordedStream stream, ChannelStatistics[]? statistics) =>
        new(stream.Info.Name, stream.Info.RateHz, stream.StoredCount, stream.MissingCount, stream.StoredAs.ToString().ToLowerInvariant(),
            [.. stream.Info.Channels.Select((c, i) => Describe(c, stream.Details.IsEmpty ? null : stream.Details[i], statistics?[i]))]);

    private static InfoDocument.Channel Describe(Channel channel, RecordedChannel? detail, ChannelStatistics? statistics) =>
        new(channel.Label, channel.Kind.ToString().ToLowerInvariant(), channel.Unit, channel.Reference, detail?.ImpedanceOhms, detail?.HighPassHz,
            detail?.LowPassHz, statistics is { FiniteCount: > 0 } s ? new(s.Mean, s.StandardDeviation, s.Minimum, s.Maximum) : null);

    private static SortedDictionary<string, int> Count(IEnumerable<RecordedMarker> markers) =>
        new(markers.GroupBy(m => m.Label).ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal);

    private static void Print(InfoDocument document)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        table.AddRow("[bold]file[/]", Markup.Escape(document.File) + $" [grey]({document.Bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes)[/]");
        table.AddRow("format", Markup.Escape(document.Format));
        if (document.StartTime is { } start) table.AddRow("start", start.Replace('T', ' '));
        table.AddRow("duration", Invariant($"{document.DurationSeconds:0.###} s"));
        if (document.Device is { } device) table.AddRow("device", Markup.Escape(device));
        foreach (var stream in document.Streams) table.AddRow("stream", Line(stream));
        table.AddRow("annotations", Annotations(document.Annotations));
        foreach (var gap in document.Gaps) table.AddRow("[yellow]gap[/]", Invariant($"{gap.LengthSeconds:0.###} s from {gap.AfterSeconds:0.###} s on"));
        foreach (var warning in document.Warnings) table.AddRow("[yellow]note[/]", Markup.Escape(warning));
        if (document.Session is { } session) AddSession(table, session);
        if (document.Personal is { } p) table.AddRow("[red]personal[/]", Markup.Escape($"{p.Subject}; {p.Description}"));
        Terminal.Out.Write(table);
    }

    private static void AddSession(Table table, InfoDocument.SessionPart session)
    {
        table.AddRow("session", Markup.Escape($"{session.Ledger}, {session.Program}{(session.IsComplete ? "" : ", not ended")}"));
        foreach (var s in session.Streams)
        {
            table.AddRow("recorded", Markup.Escape(Invariant($"{s.Name} from {s.Address}: {s.Samples} samples, {s.Missing} missing in {s.GapCount} gaps, {s.ClockOffsets} clock offsets")));
            foreach (var gap in s.Gaps.Take(20))
                table.AddRow("[yellow]gap[/]", Markup.Escape(Invariant($"{s.Name}: {gap.Count} samples from {gap.First} on ({gap.Reason}{(gap.Estimated ? ", estimated" : "")})")));
        }

        if (session.ClockHealth is { } clocks)
        {
            table.AddRow("clocks", clocks.Grade switch { "good" => "[green]good[/]", "doubtful" => "[yellow]doubtful[/]", _ => "[red]bad[/]" });
            foreach (var reason in clocks.Reasons) table.AddRow(Markup.Escape(reason.Grade), Markup.Escape(reason.Stream.Length > 0 ? $"{reason.Stream}: {reason.Text}" : reason.Text));
        }

        foreach (var alarm in session.Alarms.Take(20)) table.AddRow("[red]alarm[/]", Markup.Escape(alarm));
        table.AddRow("ledger", Markup.Escape(Invariant($"{session.Notes} notes, {session.Decisions} decisions") + string.Concat(session.Notices.Select(n => $", {n.Key} {n.Value}"))));
        foreach (var warning in session.Warnings) table.AddRow("[yellow]note[/]", Markup.Escape(warning));
    }

    private static string Line(InfoDocument.Stream stream)
    {
        var rate = stream.RateHz is { } hz ? Invariant($"{hz:0.######} Hz") : "irregular";
        var units = string.Join(", ", stream.Channels.Select(c => c.Unit).Distinct());
        var missing = stream.MissingSamples > 0 ? Invariant($", [yellow]{stream.MissingSamples} missing[/]") : "";
        return Invariant($"{stream.Channels.Count} channels, {rate}, {stream.Samples} samples, {Markup.Escape(units)}{missing}")
            + $"\n[grey]{Markup.Escape(Labels(stream))}[/]";
    }

    private static string Labels(InfoDocument.Stream stream)
    {
        const int most = 128;
        var labels = string.Join(' ', stream.Channels.Take(most).Select(c => c.Label));
        return stream.Channels.Count <= most ? labels : Invariant($"{labels} and {stream.Channels.Count - most} more");
    }

    private static string Annotations(InfoDocument.AnnotationCount annotations) =>
        annotations.Count == 0 ? "none"
        : Invariant($"{annotations.Count}: ") + Markup.Escape(string.Join(", ", annotations.ByLabel.Take(20).Select(l => Invariant($"{l.Key} {l.Value}"))))
            + (annotations.ByLabel.Count > 20 ? Invariant($" and {annotations.ByLabel.Count - 20} more labels") : "");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
