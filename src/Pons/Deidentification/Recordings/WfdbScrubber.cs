using System.Text;
using System.Text.RegularExpressions;
using Pons.Formats;
using Pons.Formats.Wfdb;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// WFDB records: comments, which hold age, sex and drugs, the start, names of files and signals, and the texts of annotations; segments of a
/// record go with it.
/// </summary>
internal sealed partial class WfdbScrubber : IdentityScrubber
{
    private const int MostHeaderBytes = 1 << 24;

    /// <inheritdoc/>
    public override string Format => "WFDB";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.Extension == WfdbPlace.HeaderExtension && WfdbHeaderReader.IsHeader(files.FirstBytes.Span);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Companions(RecordingFiles files)
    {
        try
        {
            using var file = files.OpenMain();
            var record = WfdbHeaderReader.Read(file, files.Name, []);
            var segments = record.Segments.Select(s => s.Name + WfdbPlace.HeaderExtension).Distinct().Select(files.Find).OfType<string>().Where(n => n != files.Name).ToList();
            var signals = record.Signals.Select(s => s.File).Concat(segments.SelectMany(s => SignalFiles(files, s))).Distinct().Select(files.Find).OfType<string>().ToHashSet();
            return [.. segments, .. signals, .. WfdbPlace.AnnotationsOf(files, files.Name, signals).Where(n => IsAnnotations(files, n))];
        }
        catch (RecordingFormatException)
        {
            // Opening it says what is wrong.
            return [];
        }
    }

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        foreach (var name in Companions(files.Source))
            if (name.EndsWith(WfdbPlace.HeaderExtension, StringComparison.OrdinalIgnoreCase)) ScrubHeader(files, name, scribe);
            else if (IsAnnotations(files.Source, name)) WfdbAnnotationScrubber.Scrub(files, name, scribe);
            else CopySamples(files, name);
        ScrubHeader(files, files.Name, scribe);
    }

    private static IEnumerable<string> SignalFiles(RecordingFiles files, string header)
    {
        using var file = files.TryOpen(header);
        return file is null ? [] : [.. WfdbHeaderReader.Read(file, header, []).Signals.Select(s => s.File)];
    }

    private static bool IsAnnotations(RecordingFiles files, string name)
    {
        using var file = files.TryOpen(name);
        if (file is null) return false;
        var first = new byte[Math.Min(file.Length, RecordingFiles.RecognitionLength)];
        file.ReadExactly(first);
        return WfdbAnnotationFile.IsAnnotations(first) || WfdbPlace.IsAnnotator(Path.GetExtension(name).ToLowerInvariant(), first);
    }

    private static void CopySamples(ScrubbedFiles files, string name)
    {
        using var source = files.Source.Open(name, "the samples");
        files.CopySamples(source, files.Create(name), source.Length, name);
    }

    private static void ScrubHeader(ScrubbedFiles files, string name, Scribe scribe)
    {
        var bytes = name == files.Name ? files.ReadAll(MostHeaderBytes) : files.ReadAll(name, MostHeaderBytes);
        var text = TextBytes.DecodeFile(bytes, out var encoding, out var mark)
            ?? throw new RecordingFormatException(name, 0, "The header holds bytes that are no text.", "What they are is unknown.", "Export the record again.");
        var isRecordLine = true;
        var written = new StringBuilder(text.Length);
        foreach (Match line in Line().Matches(text))
        {
            if (line.Value.TrimStart().StartsWith('#')) written.Append(Comment(line.Value, scribe));
            else if (string.IsNullOrWhiteSpace(line.Value)) written.Append(line.Value);
            else written.Append(isRecordLine ? Record(line.Value, scribe) : Signal(line.Value, scribe));
            isRecordLine &= line.Value.TrimStart().StartsWith('#') || string.IsNullOrWhiteSpace(line.Value);
        }

        var target = files.Create(name);
        target.Write(bytes.AsSpan(0, mark));
        target.Write(TextBytes.Encode(written.ToString(), encoding));
    }

    private static string Comment(string line, Scribe scribe)
    {
        var mark = line.IndexOf('#');
        var text = line[(mark + 1)..].TrimEnd();
        scribe.LearnFrom(text);
        if (!scribe.Holds("comment", null, IdentityKind.FreeText, text, isLookedFor: false) || scribe.Pass != ScrubPass.Write) return line;
        return line[..(mark + 1)] + line[line.AsSpan().TrimEnd("\r\n").Length..];
    }

    /// <summary>Name, number of signals, rate, number of samples, time, date; the time may lack zeros.</summary>
    private static string Record(string line, Scribe scribe)
    {
        if (!scribe.KeepTimeOfDay && StartTime().Match(line) is { Success: true } match && match.Groups[1].Value.Any(c => c is >= '1' and <= '9')
            && scribe.Holds("start time", null, IdentityKind.TimeOfDay, match.Groups[1].Value, isLookedFor: false) && scribe.Pass == ScrubPass.Write)
            line = line[..match.Groups[1].Index] + "00:00:00" + line[(match.Groups[1].Index + match.Groups[1].Length)..];
        var name = FirstWord().Match(line).Groups[1];
        var stem = Path.GetFileNameWithoutExtension(scribe.FileName("name of the record", null, name.Value + WfdbPlace.HeaderExtension));
        return line[..name.Index] + stem + scribe.Text("record line", null, line[(name.Index + name.Length)..]);
    }

    private static string Signal(string line, Scribe scribe)
    {
        var name = FirstWord().Match(line).Groups[1];
        var file = name.Value is "-" or "~" ? name.Value : scribe.FileName("reference to a file of the recording", null, name.Value);
        return line[..name.Index] + file + scribe.Text("signal line", null, line[(name.Index + name.Length)..]);
    }

    [GeneratedRegex("[^\n]*\n|[^\n]+$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^\s*([^\s/]+)", RegexOptions.NonBacktracking)]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"\s([0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]+)?)?)(?:\s|$)", RegexOptions.NonBacktracking)]
    private static partial Regex StartTime();
}
