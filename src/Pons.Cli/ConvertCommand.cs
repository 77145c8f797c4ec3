using System.CommandLine;
using System.Diagnostics;
using Pons.Cli.Documents;
using Pons.Formats;
using Pons.Streams;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons convert IN OUT</c>: between formats, losslessly or saying what is lost.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("in") { Description = "A recording: a file, or the folder of a format that is one." };
        var target = new Argument<string>("out") { Description = "The new file; its extension chooses the format." };
        var to = new Option<string?>("--to") { Description = "Name of the format, where the extension does not tell (see pons formats); bids makes a data set of a folder." };
        var mapping = new Option<string?>("--mapping") { Description = "With --to bids: a JSON file that says which recording is whose, and what was done." };
        var strict = new Option<bool>("--strict") { Description = "Refuse, before anything is written, when the target cannot hold everything." };
        var sampleType = new Option<SampleType?>("--sample-type") { Description = "How samples are stored; by itself the smallest type that keeps them." };
        var channelMajor = new Option<bool>("--channel-major") { Description = "Store all samples of a channel together, where the format knows both orders." };
        var json = Inputs.Json();
        var command = new Command(
            "convert",
            """
            Convert a recording to another format. What the target cannot hold is said before anything is written.

            Examples:
              pons convert recording.edf recording.bdf
              pons convert recording.bdf recording.vhdr --sample-type int32 --strict
              pons convert recording.xdf recording.set
              pons convert folder data-set --to bids --mapping mapping.json
            """)
        {
            source, target, to, mapping, strict, sampleType, channelMajor, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var options = new CreationOptions { SampleType = parsed.GetValue(sampleType), IsChannelMajor = parsed.GetValue(channelMajor) };
                var path = parsed.GetRequiredValue(target);
                if ("bids".Equals(parsed.GetValue(to), StringComparison.OrdinalIgnoreCase))
                    return BidsConversion.Run(parsed.GetRequiredValue(source), path, parsed.GetValue(mapping), parsed.GetValue(json), cancellation);
                var document = Convert(
                    parsed.GetRequiredValue(source), path, FormatFor(path, parsed.GetValue(to)), options, parsed.GetValue(strict), cancellation);
                if (parsed.GetValue(json)) JsonOutput.Write(document);
                else Print(document);
                return ExitStatus.Done;
            },
            cancellation));
        return command;
    }

    private static RecordingFormat FormatFor(string path, string? name)
    {
        var written = RecordingFormat.All.Where(f => f.CanCreate).ToList();
        if (name is null)
            return RecordingFormat.ForNewFile(path) ?? throw new UsageException(
                $"No format that Pons writes has the extension of '{Path.GetFileName(path)}'.", "The extension chooses the format.",
                $"Use one of {string.Join(' ', written.SelectMany(f => f.Extensions).Distinct())}, or name the format with --to; --to bids makes a data set of a folder.");
        return written.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new UsageException(
            $"'{name}' is no format that Pons writes.", "--to names the format of the new file.",
            $"Choose from: {string.Join(", ", written.Select(f => f.Name))}.");
    }

    private static ConvertDocument Convert(
        string source, string target, RecordingFormat format, CreationOptions options, bool strict, CancellationToken cancellation)
    {
        Inputs.RequireRecording(source);
        RefuseOverwriting(source, target);
        var clock = Stopwatch.StartNew();
        using var recording = Recording.Open(source);
        var preview = format.Preview(recording, options);
        foreach (var loss in preview.Losses) Terminal.Error.MarkupLineInterpolated($"[yellow]loss:[/] {loss}");
        if (preview.HoldsSamples == false)
            Terminal.Error.MarkupLineInterpolated($"[yellow]loss:[/] {format.Name} cannot hold every sample as the very same number.");
        if (strict && (preview.HoldsSamples != true || !preview.Losses.IsEmpty)) throw new LossException(target, format.Name, preview);
        CreationReport? report = null;
        Progress.Bar($"writing {Path.GetFileName(target)}", 1, show =>
            report = format.Create(target, recording, options with { Progress = show }, cancellation));
        return new(
            source, recording.Header.Format, target, format.Name, new FileInfo(target).Length, clock.Elapsed.TotalSeconds, preview.Losses, report!.IsBitEqual,
            [.. report.Losses.Where(l => l.LargestError != 0).Select(l => new ConvertDocument.Loss(l.Stream, l.Label, l.LargestError, l.Step))],
            report.Warnings);
    }

    private static void RefuseOverwriting(string source, string target)
    {
        if (Path.GetFullPath(source) == Path.GetFullPath(target))
            throw new UsageException($"'{target}' is the source itself.", "It would be replaced while it is read.", "Choose another name.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        if (!Directory.Exists(folder))
            throw new InputException($"There is no folder '{folder}'.", "The new file would stand in it.", "Make the folder, or choose another.");
    }

    private static void Print(ConvertDocument document)
    {
        Terminal.Out.MarkupLineInterpolated($"{document.To} [grey]({document.ToFormat}, {document.Bytes:N0} bytes)[/]");
        Terminal.Out.MarkupLine(document.IsBitEqual
            ? "Every sample reads back as the very same number."
            : $"[yellow]{document.Losses.Count} channels are not bit-equal; the largest error is {document.Losses.Max(l => l.LargestError / l.Step):0.###} steps of the new file.[/]");
        foreach (var warning in document.Warnings) Terminal.Error.MarkupLineInterpolated($"[yellow]note:[/] {warning}");
    }
}
