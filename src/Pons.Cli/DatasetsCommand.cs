using System.CommandLine;
using Pons.Cli.Documents;
using Pons.Evaluation.Datasets;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons datasets</c>: which data sets are known, what they hold, and fetching them.</summary>
internal static class DatasetsCommand
{
    public static Command Create()
    {
        var json = Inputs.Json();
        var command = new Command(
            "datasets",
            """
            The data sets that Pons knows, and fetching them by checksum.

            Examples:
              pons datasets
              pons datasets show ssvep-exoskeleton
              pons datasets get eegmmidb-left-right --data recordings
            """)
        {
            json, Show(), Get(),
        };
        command.SetAction(parsed => List(parsed.GetValue(json)));
        return command;
    }

    private static int List(bool json)
    {
        if (json) JsonOutput.Write(DatasetsDocument.Of(DatasetCatalog.All));
        else
        {
            var table = new Table().Border(TableBorder.None).AddColumns("Name", "What", "Files", "Licence", "Fetched");
            foreach (var d in DatasetCatalog.All)
                table.AddRow(Markup.Escape(d.Name), Markup.Escape($"{d.Title.En} {d.Title.Zh}"), d.Files.IsEmpty ? "–" : $"{d.Files.Length}", Markup.Escape(d.Licence.Name), d.Source is null ? "by hand" : "pons datasets get");
            Terminal.Out.Write(table);
        }

        return ExitStatus.Done;
    }

    private static Command Show()
    {
        var name = Name();
        var json = Inputs.Json();
        var command = new Command("show", "What one data set holds: licence, citation, events, notes, files.") { name, json };
        command.SetAction(parsed =>
        {
            var description = DatasetCatalog.Find(parsed.GetRequiredValue(name));
            if (parsed.GetValue(json)) Console.Out.WriteLine(description.ToJson());
            else Write(description);
            return ExitStatus.Done;
        });
        return command;
    }

    private static Command Get()
    {
        var name = Name();
        var data = Settings.Option("--data", "Folder of data sets, where it is put into a folder of its own", ".");
        var command = new Command("get", "Fetch a data set from its publisher; every file is compared with its checksum.") { name, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var description = DatasetCatalog.Find(parsed.GetRequiredValue(name));
            if (!description.Licence.IsOpen)
                Terminal.Error.MarkupLineInterpolated($"[yellow]{description.Name} may not be passed on: {description.Licence.Name}[/]");
            using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(30) };
            client.DefaultRequestHeaders.UserAgent.ParseAdd("pons");
            (int Fetched, int Present) done = default;
            await Progress.BarAsync($"fetching {description.Name}", 1, async report => done = await new DatasetDownload(client)
                .RunAsync(description, parsed.GetRequiredValue(data), new Told<double>(report), cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            Console.Out.WriteLine($"{description.Name}: {done.Fetched} files fetched, {done.Present} were there");
            return ExitStatus.Done;
        });
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "Name of a data set, or the JSON file that describes it." };

    private static void Write(DatasetDescription d)
    {
        Console.Out.WriteLine($"{d.Name}: {d.Title.En}\n{d.Title.Zh}\n");
        Console.Out.WriteLine($"licence   {d.Licence.Name}{(d.Licence.IsOpen ? "" : " (not to be passed on)")}");
        if (d.Homepage.Length > 0) Console.Out.WriteLine($"page      {d.Homepage}");
        Console.Out.WriteLine($"folder    {d.Folder}, {(d.Files.IsEmpty ? "files as its publisher lists them" : $"{d.Files.Length} files, {d.Files.Sum(f => f.Bytes ?? 0) / 1e6:0.0} MB")}");
        if (d.Task is { } task) Console.Out.WriteLine($"evaluated {task.Paradigm}, {task.Split}, {string.Join(", ", task.Decoders)}");
        foreach (var citation in d.Citations) Console.Out.WriteLine($"cite      {citation}");
        foreach (var (code, meaning) in d.Events) Console.Out.WriteLine($"event     {code}: {meaning}");
        foreach (var note in d.Notes) Console.Out.WriteLine($"note      {note}");
        foreach (var file in d.Files) Console.Out.WriteLine($"file      {file.Sha256}  {file.Path}");
    }
}
