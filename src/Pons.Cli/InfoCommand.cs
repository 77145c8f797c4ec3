using System.CommandLine;
using System.Globalization;
using Pons.Cli.Documents;
using Pons.Formats;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons info FILE</c>: what a recording holds.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A recording; its format is recognised by its content." };
        var json = Inputs.Json();
        var personal = new Option<bool>("--personal") { Description = "Also print what the header says about the person. These are personal data." };
        var command = new Command("info", "Say what a recording holds.\n\nExamples:\n  pons info S001R04.edf\n  pons info S001R04.edf --json") { file, json, personal };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(json), parsed.GetValue(personal)));
        return command;
    }

    private static int Run(string path, bool json, bool personal)
    {
        Inputs.RequireFile(path);
        using var recording = Recording.Open(path);
        var document = Describe(path, recording, personal);
        if (json) JsonOutput.Write(document);
        else Print(document);
        return ExitStatus.Done;
    }

    private static InfoDocument Describe(string path, Recording recording, bool personal)
    {
        var header = recording.Header;
        var streams = recording.Streams.Select(Describe).ToList();
        return new(
            header.File,
            new FileInfo(path).Length,
            header.Format,
            header.StartTime?.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            header.DurationSeconds,
            streams.Sum(s => s.Channels.Count),
            streams.Select(s => s.RateHz).Distinct().Count() == 1 ? streams[0].RateHz : null,
            streams,
            new(recording.Markers.Length, Count(recording.Markers)),
            [.. recording.Gaps.Select(g => new InfoDocument.Gap(g.Start.Seconds, g.Length.Seconds))],
            recording.Warnings,
            personal ? new(header.Subject, header.Description) : null);
    }

    private static InfoDocument.Stream Describe(RecordedStream stream) =>
        new(stream.Info.Name, stream.Info.RateHz, stream.StoredCount, stream.MissingCount,
            [.. stream.Info.Channels.Select(c => new InfoDocument.Channel(c.Label, c.Kind.ToString().ToLowerInvariant(), c.Unit, c.Reference))]);

    private static SortedDictionary<string, int> Count(IEnumerable<RecordedMarker> markers) =>
        new(markers.GroupBy(m => m.Label).ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal);

    private static void Print(InfoDocument document)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        table.AddRow("[bold]file[/]", Markup.Escape(document.File) + $" [grey]({document.Bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes)[/]");
        table.AddRow("format", Markup.Escape(document.Format));
        if (document.StartTime is { } start) table.AddRow("start", start.Replace('T', ' '));
        table.AddRow("duration", Invariant($"{document.DurationSeconds:0.###} s"));
        foreach (var stream in document.Streams) table.AddRow("stream", Line(stream));
        table.AddRow("annotations", Annotations(document.Annotations));
        foreach (var gap in document.Gaps) table.AddRow("[yellow]gap[/]", Invariant($"{gap.LengthSeconds:0.###} s from {gap.AfterSeconds:0.###} s on"));
        foreach (var warning in document.Warnings) table.AddRow("[yellow]note[/]", Markup.Escape(warning));
        if (document.Personal is { } p) table.AddRow("[red]personal[/]", Markup.Escape($"{p.Subject}; {p.Description}"));
        Terminal.Out.Write(table);
    }

    private static string Line(InfoDocument.Stream stream)
    {
        var rate = stream.RateHz is { } hz ? Invariant($"{hz:0.######} Hz") : "irregular";
        var units = string.Join(", ", stream.Channels.Select(c => c.Unit).Distinct());
        var missing = stream.MissingSamples > 0 ? Invariant($", [yellow]{stream.MissingSamples} missing[/]") : "";
        return Invariant($"{stream.Channels.Count} channels, {rate}, {stream.Samples} samples, {Markup.Escape(units)}{missing}")
            + $"\n[grey]{Markup.Escape(string.Join(' ', stream.Channels.Select(c => c.Label)))}[/]";
    }

    private static string Annotations(InfoDocument.AnnotationCount annotations) =>
        annotations.Count == 0 ? "none"
        : Invariant($"{annotations.Count}: ") + Markup.Escape(string.Join(", ", annotations.ByLabel.Take(20).Select(l => Invariant($"{l.Key} {l.Value}"))))
            + (annotations.ByLabel.Count > 20 ? Invariant($" and {annotations.ByLabel.Count - 20} more labels") : "");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
