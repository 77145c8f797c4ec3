using System.CommandLine;
using Pons.Cli.Documents;
using Pons.Formats;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons formats</c>: which recordings can be read and written.</summary>
internal static class FormatsCommand
{
    public static Command Create()
    {
        var json = Inputs.Json();
        var command = new Command("formats", "List the formats that are read and written.\n\nExamples:\n  pons formats\n  pons formats --json") { json };
        command.SetAction(parsed =>
        {
            var formats = RecordingFormat.All.OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase).ToList();
            if (parsed.GetValue(json)) JsonOutput.Write(new FormatsDocument([.. formats.Select(Describe)]));
            else Print(formats);
            return ExitStatus.Done;
        });
        return command;
    }

    private static FormatsDocument.Format Describe(RecordingFormat format) =>
        new(format.Name, format.Extensions, format.CanCreate,
            format.CanCreate ? [.. format.Capabilities.SampleTypes.Select(t => t.ToString().ToLowerInvariant())] : [], format.UnavailableBecause);

    private static void Print(List<RecordingFormat> formats)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("format", "files", "read", "written as");
        foreach (var format in formats)
            table.AddRow(
                Markup.Escape(format.Name), Markup.Escape(string.Join(' ', format.Extensions)),
                format.UnavailableBecause is { } reason ? $"[yellow]{Markup.Escape(reason)}[/]" : "yes",
                format.CanCreate ? string.Join(' ', format.Capabilities.SampleTypes.Select(t => t.ToString().ToLowerInvariant())) : "[grey]–[/]");
        Terminal.Out.Write(table);
    }
}
