using Pons.Cli.Documents;
using Pons.Formats;
using Pons.Quality;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons info PATH --quality</c>: how usable recordings are, on the terminal, as JSON and as a page.</summary>
internal static class QualityReport
{
    public static int Run(string path, bool json, string? page, CancellationToken cancellation)
    {
        var (measured, leftOut) = Measure(path, cancellation);
        var document = new QualityDocument(
            [.. measured.Select(m => QualityDocument.Of(m.Path, m.Quality))], Duplicates(measured), leftOut);
        if (page is not null) WritePage(page, measured, document);
        if (json) JsonOutput.Write(document);
        else Print(document);
        return ExitStatus.Done;
    }

    private static (List<(string Path, RecordingQuality Quality)> Measured, List<string> LeftOut) Measure(string path, CancellationToken cancellation)
    {
        var leftOut = new List<string>();
        if (!Directory.Exists(path) || IsRecording(path)) return ([(Path.GetFileName(path), Of(path, cancellation))], leftOut);
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var measured = Progress.Over("measuring", files, file => Measured(path, file, seen, leftOut, cancellation), cancellation);
        return ([.. measured.OfType<(string, RecordingQuality)>()], leftOut);
    }

    private static (string, RecordingQuality)? Measured(string root, string file, HashSet<string> seen, List<string> leftOut, CancellationToken cancellation)
    {
        var relative = Path.GetRelativePath(root, file);
        try
        {
            using var recording = Recording.Open(file);
            // A recording of several files is measured once.
            if (!seen.Add(Path.Combine(Path.GetDirectoryName(relative)!, recording.Header.File)) || recording.Streams.IsEmpty) return null;
            return (relative, RecordingQuality.Of(recording, cancellation));
        }
        catch (RecordingFormatException fault)
        {
            leftOut.Add($"{relative}: {fault.What}");
            return null;
        }
    }

    private static bool IsRecording(string folder)
    {
        var files = RecordingFiles.At(folder);
        return RecordingFormat.All.Any(f => f.Recognise(files));
    }

    private static RecordingQuality Of(string path, CancellationToken cancellation)
    {
        using var recording = Recording.Open(path);
        return Progress.Of("measuring", () => RecordingQuality.Of(recording, cancellation));
    }

    private static List<QualityDocument.Pair> Duplicates(List<(string Path, RecordingQuality Quality)> measured)
    {
        var pairs = new List<QualityDocument.Pair>();
        for (var i = 0; i < measured.Count; i++)
            for (var j = i + 1; j < measured.Count; j++)
            {
                var (a, b) = (measured[i].Quality.Fingerprint, measured[j].Quality.Fingerprint);
                if (a.SimilarityTo(b) is { } similarity && similarity >= QualityLimits.Duplicate)
                    pairs.Add(new(measured[i].Path, measured[j].Path, similarity, a.SampleHash == b.SampleHash));
            }

        return pairs;
    }

    private static void WritePage(string page, List<(string Path, RecordingQuality Quality)> measured, QualityDocument document)
    {
        using var files = new UnfinishedFiles();
        using (var writer = new StreamWriter(files.Begin(page), leaveOpen: true)) new QualityPage(measured, document).WriteTo(writer);
        files.Commit();
        Terminal.Error.MarkupLineInterpolated($"[grey]page: {page}[/]");
    }

    private static void Print(QualityDocument document)
    {
        foreach (var file in document.Recordings)
        {
            Terminal.Out.MarkupLineInterpolated($"[bold]{file.Path}[/] {file.DurationSeconds:0.#} s, {file.SoundShare:P0} of channels without a fault");
            if (file.Gaps > 0) Terminal.Out.MarkupLineInterpolated($"  [yellow]{file.Gaps} gaps, {file.MissingSeconds:0.###} s missing[/]");
            foreach (var stream in file.Streams) Print(stream);
            foreach (var warning in file.Warnings) Terminal.Out.MarkupLineInterpolated($"  [grey]{warning}[/]");
        }

        foreach (var pair in document.Duplicates)
            Terminal.Out.MarkupLineInterpolated($"[yellow]{(pair.IsExact ? "copies" : "nearly copies")}:[/] {pair.First} and {pair.Second} (similarity {pair.Similarity:0.###})");
        foreach (var file in document.LeftOut) Terminal.Error.MarkupLineInterpolated($"[grey]left out {file}[/]");
    }

    private static void Print(QualityDocument.MeasuredStream stream)
    {
        foreach (var fault in stream.Channels.SelectMany(c => c.Faults.Select(f => (Fault: f, c.Label))).GroupBy(f => f.Fault))
            Terminal.Out.MarkupLineInterpolated($"  [yellow]{fault.Key}[/]: {string.Join(' ', fault.Select(f => f.Label))}");
        if (stream.IsRateWrong) Terminal.Out.MarkupLineInterpolated($"  [yellow]rate[/]: {stream.StatedRateHz:0.###} Hz stated, {stream.MeasuredRateHz:0.###} Hz by its time stamps");
        if (stream.AbsentPlaces.Count > 0) Terminal.Out.MarkupLineInterpolated($"  [grey]10-20 places without a channel: {string.Join(' ', stream.AbsentPlaces)}[/]");
    }
}
