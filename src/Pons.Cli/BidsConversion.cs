using System.Reflection;
using Pons.Cli.Documents;
using Pons.Formats.Bids.Writing;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons convert IN OUT --to bids</c>: a data set out of recordings.</summary>
internal static class BidsConversion
{
    public static int Run(string source, string target, string? mapping, bool json, CancellationToken cancellation)
    {
        Inputs.RequireRecording(source);
        var version = typeof(BidsConversion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        var writer = new BidsWriter(version, mapping is null ? null : BidsMapping.Read(mapping));
        BidsReport? report = null;
        Progress.Bar("writing the data set", 1, show =>
            report = writer.Write(source, target, (done, all) => show((double)done / all), cancellation));
        var document = new BidsConversionDocument(
            source, target, report!.Recordings, report.Participants, report.Files.Length, report.Files.Sum(f => f.Bytes), report.LeftOut, report.Warnings);
        if (json) JsonOutput.Write(document);
        else Print(document);
        return ExitStatus.Done;
    }

    private static void Print(BidsConversionDocument document)
    {
        Terminal.Out.MarkupLineInterpolated(
            $"{document.To} [grey]({document.Recordings} recordings of {document.Participants} participants, {document.Files} files, {document.Bytes:N0} bytes)[/]");
        foreach (var file in document.LeftOut) Terminal.Error.MarkupLineInterpolated($"[grey]left out {file}[/]");
        foreach (var warning in document.Warnings) Terminal.Error.MarkupLineInterpolated($"[yellow]note:[/] {warning}");
        Terminal.Out.MarkupLineInterpolated($"[grey]Check it with: pons bids validate {document.To}[/]");
    }
}
