using System.Text;
using System.Text.RegularExpressions;
using Pons.Deidentification.SideFiles;
using Pons.Formats;

namespace Pons.Deidentification.Recordings;

/// <summary>A recording whose header is text, in one or several files, beside files of samples that are copied.</summary>
internal abstract partial class TextHeaderScrubber : IdentityScrubber
{
    private const long MostTextBytes = 1 << 27;

    /// <summary>Names of further text files of the recording.</summary>
    protected abstract IReadOnlyList<string> Texts(RecordingFiles files);

    /// <summary>Names of the files with samples.</summary>
    protected abstract IReadOnlyList<string> Samples(RecordingFiles files);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Companions(RecordingFiles files) => [.. Texts(files), .. Samples(files)];

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        foreach (var name in Samples(files.Source)) CopySamples(files, name, scribe);
        foreach (var name in Texts(files.Source).Append(files.Name)) ScrubText(files, name, scribe);
    }

    /// <summary>Rewrites the lines of one text, each with its end.</summary>
    protected abstract IEnumerable<string> Lines(string name, IReadOnlyList<string> lines, Scribe scribe);

    /// <summary>Splits <c>key = value</c>; <see langword="null"/> when the line is none.</summary>
    protected static (string Key, string Value, int At)? Entry(string line) =>
        KeyValue().Match(line) is { Success: true } match ? (match.Groups[1].Value.Trim(), match.Groups[2].Value, match.Groups[2].Index) : null;

    /// <summary>The line with another value.</summary>
    protected static string With(string line, (string Key, string Value, int At) entry, string value) =>
        entry.Value == value ? line : line[..entry.At] + value + line[(entry.At + entry.Value.Length)..];

    /// <summary>Copies samples; those that are written as text are looked at.</summary>
    private static void CopySamples(ScrubbedFiles files, string name, Scribe scribe)
    {
        using var source = files.Source.Open(name, "the samples");
        var target = files.Create(name);
        var first = new byte[Math.Min(source.Length, RecordingFiles.RecognitionLength)];
        source.ReadExactly(first);
        source.Position = 0;
        if (first.Length == 0 || !PlainTextScrubber.IsText(first))
        {
            files.CopySamples(source, target, source.Length, name);
            return;
        }

        foreach (var (at, line) in ByteLines.Of(source, name))
        {
            var isNumbers = PlainTextScrubber.IsNumbers(line);
            var text = isNumbers ? "" : TextBytes.Decode(line, out _);
            target.Write(isNumbers ? line : Encoding.UTF8.GetBytes(scribe.Text("line of samples", at, text)));
        }
    }

    private void ScrubText(ScrubbedFiles files, string name, Scribe scribe)
    {
        var bytes = name == files.Name ? files.ReadAll(MostTextBytes) : files.ReadAll(name, MostTextBytes);
        var text = TextBytes.DecodeFile(bytes, out var encoding, out var mark)
            ?? throw new RecordingFormatException(name, 0, "The file holds bytes that are no text.", "What they are is unknown.", "Export the recording again.");
        var lines = Line().Matches(text).Select(m => m.Value).ToList();
        var target = files.Create(name);
        target.Write(bytes.AsSpan(0, mark));
        target.Write(TextBytes.Encode(string.Concat(Lines(name, lines, scribe)), encoding));
    }

    [GeneratedRegex("[^\n]*\n|[^\n]+$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^([^=\r\n]{1,80}?)\s*=[ \t]*([^\r\n]*?)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex KeyValue();
}
