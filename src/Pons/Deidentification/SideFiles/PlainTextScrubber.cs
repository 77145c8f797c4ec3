using System.Buffers;
using System.Text.RegularExpressions;
using Pons.Formats;

namespace Pons.Deidentification.SideFiles;

/// <summary>Any text: notes, logs, scripts, README. Each line is rewritten by itself; <c>key: value</c> lines also by the name of the key.</summary>
internal sealed partial class PlainTextScrubber : IdentityScrubber
{
    private const long MostBytes = 1 << 28;

    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789+-.,;eE \t\r\n"u8);

    /// <inheritdoc/>
    public override string Format => "text";

    /// <inheritdoc/>
    public override bool OpensAsRecording(RecordingFiles files) => false;

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        var first = files.FirstBytes.Span;
        return first is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || IsText(first);
    }

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var target = files.Create(files.Name);
        var knownOnly = scribe.Rules.IsKeptFile(files.Name);
        if (files.Source.FirstBytes.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            ScrubWide(files, target, knownOnly, scribe);
            return;
        }

        var number = 0;
        foreach (var (at, line) in ByteLines.Of(source, files.Name))
        {
            number++;
            if (!IsText(line))
                throw new RecordingFormatException(files.Name, at, "The file begins as text and goes on with bytes that are none.", "What they are is unknown.",
                    "Convert it to a format that Pons can de-identify, or leave it out.");
            var text = TextBytes.Decode(line, out var encoding);
            var written = Line(text, at, knownOnly, scribe);
            target.Write(ReferenceEquals(text, written) || text == written ? line : TextBytes.Encode(written, encoding));
        }
    }

    /// <summary>Whether bytes can be text: no control characters but tabs, line ends, form feeds and escapes.</summary>
    internal static bool IsText(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange((byte)0, (byte)8) < 0 && bytes.IndexOfAnyInRange((byte)14, (byte)26) < 0;

    /// <summary>Whether a line is nothing but numbers and what separates them.</summary>
    internal static bool IsNumbers(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(OfNumbers) < 0;

    internal static string Line(string line, long? at, bool knownOnly, Scribe scribe)
    {
        if (!knownOnly && KeyAndValue().Match(line) is { Success: true } match && scribe.Rules.FieldNamed(match.Groups[1].Value.Trim()) is { } field
            && field.Kind != IdentityKind.BodyDetail)
        {
            var value = match.Groups[2];
            var now = scribe.NamedValue("named line", at, field, value.Value, scribe.Token(field.Kind));
            if (now != value.Value) return line[..value.Index] + now + line[(value.Index + value.Length)..];
        }

        return scribe.Text("line", at, line, knownOnly);
    }

    private static void ScrubWide(ScrubbedFiles files, Stream target, bool knownOnly, Scribe scribe)
    {
        var bytes = files.ReadAll(MostBytes);
        var text = TextBytes.DecodeFile(bytes, out var encoding, out var mark)
            ?? throw new RecordingFormatException(files.Name, 0, "The file has the mark of UTF-16, but is none.", "What it holds is unknown.", "Mend the file.");
        target.Write(bytes.AsSpan(0, mark));
        foreach (var line in Lines().EnumerateMatches(text))
            target.Write(TextBytes.Encode(Line(text.Substring(line.Index, line.Length), null, knownOnly, scribe), encoding));
    }

    [GeneratedRegex("[^\n]*\n|[^\n]+$")]
    private static partial Regex Lines();

    /// <summary>A short key at the start of the line, in any script, and something behind a colon or equals sign.</summary>
    [GeneratedRegex(@"^[\s#;%*\-/""']*([\p{L}][\p{L}\p{N} _.\-']{0,39}?)[""']?\s*[:=：]\s*[""']?([^\s""'][^\r\n""']*?)[""',;]*\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex KeyAndValue();
}
