using System.CommandLine;
using System.Globalization;
using Pons.Cli.Documents;
using Pons.Decoding;
using Pons.Experiments;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons train FILE… --out MODEL</c>: a decoder from recordings.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Recordings to learn from.", Arity = ArgumentArity.OneOrMore };
        var paradigm = Inputs.Paradigm();
        var decoder = Inputs.Decoder();
        var output = new Option<string>("--out") { Description = $"File for the model, usually *{ModelFile.Extension}.", Required = true };
        var json = Inputs.Json();
        var command = new Command(
            "train",
            "Make a decoder from recordings.\n\nExamples:\n  pons train S007R04.edf S007R08.edf --decoder tangent-lr --out s007.pons-model")
        {
            files, paradigm, decoder, output, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var chosen = Decoders.Named(parsed.GetRequiredValue(decoder));
                return Run(
                    parsed.GetRequiredValue(files), Paradigms.Named(parsed.GetRequiredValue(paradigm)).For(chosen), chosen,
                    parsed.GetRequiredValue(output), parsed.GetValue(json), cancellation);
            },
            cancellation));
        return command;
    }

    private static int Run(string[] paths, Paradigm paradigm, Decoder decoder, string output, bool json, CancellationToken cancellation)
    {
        RequireFolderOf(output);
        foreach (var path in paths) Inputs.RequireFile(path);
        var cuts = Progress.Over("reading", paths, path => CutFile.Read(path, paradigm, cancellation), cancellation);
        var model = Progress.Of("fitting", () => Training.FromCuts(cuts, paradigm, decoder));
        cancellation.ThrowIfCancellationRequested();
        ModelFile.Save(output, model.Decoder, model.Lineage);

        var document = Describe(output, paradigm, model.Decoder, cuts);
        if (json) JsonOutput.Write(document);
        else Print(document);
        return ExitStatus.Done;
    }

    private static void RequireFolderOf(string output)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(output));
        if (Directory.Exists(folder) && !Directory.Exists(output)) return;
        throw new InputException(
            Directory.Exists(output) ? $"'{output}' is a folder." : $"There is no folder '{folder}'.",
            "The model would be written there.", "Create the folder, or choose another place with --out.");
    }

    private static TrainDocument Describe(string output, Paradigm paradigm, FittedDecoder model, IReadOnlyList<CutFile> cuts) => new(
        output, model.ContentHash, model.Decoder.Name, paradigm.Name, paradigm.Parameters, model.Stream.ChannelCount, model.Stream.RateHz!.Value,
        model.SampleCount, model.Classes.ToDictionary(c => c.Name, c => cuts.Sum(f => f.Cut.Trials.Trials.Count(t => t.Label == c))),
        [.. cuts.Select(c => new TrainDocument.Input(c.Name, c.Sha256, c.Cut.Trials.Count, c.Cut.Losses.Length))]);

    private static void Print(TrainDocument document)
    {
        var classes = string.Join(", ", document.TrialsByClass.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {c.Key}")));
        Terminal.Out.MarkupLineInterpolated($"[bold]{document.Model}[/]  {document.Decoder}, trained on {classes}");
        Terminal.Out.MarkupLineInterpolated($"[grey]hash {document.Hash}[/]");
        foreach (var input in document.Inputs.Where(i => i.TrialsLost > 0))
            Terminal.Error.MarkupLineInterpolated($"[yellow]note:[/] {input.File}: {input.TrialsLost} trials could not be cut.");
    }
}
