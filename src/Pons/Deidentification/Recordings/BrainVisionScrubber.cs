using System.Globalization;
using System.Text.RegularExpressions;
using Pons.Deidentification.SideFiles;
using Pons.Formats;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// BrainVision (Core Data Format 1.0): the header with its free comment section, the markers with their dates, and the names by which the
/// three files call each other. The samples are copied.
/// </summary>
internal sealed partial class BrainVisionScrubber : IdentityScrubber
{
    private const long MostTextBytes = 1 << 27;
    private const string TimeFormat = "yyyyMMddHHmmssffffff";

    /// <inheritdoc/>
    public override string Format => "BrainVision";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => FirstLine().IsMatch(TextBytes.Decode(files.FirstBytes.Span[..Math.Min(128, files.FirstBytes.Length)], out _));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Companions(RecordingFiles files)
    {
        var text = TextBytes.Decode(files.FirstBytes.Span, out _);
        return [.. new[] { Entry(text, "DataFile"), Entry(text, "MarkerFile") }.OfType<string>().Select(n => files.Find(Named(n, files.Name))).OfType<string>()];
    }

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        var bytes = files.ReadAll(MostTextBytes);
        var header = TextBytes.DecodeFile(bytes, out var encoding, out var mark) ?? throw NotText(files.Name);
        var (data, markers) = (FileOf(header, "DataFile", files), FileOf(header, "MarkerFile", files));
        var isText = "ASCII".Equals(Entry(header, "DataFormat"), StringComparison.OrdinalIgnoreCase);
        if (data is not null && isText) CopyNumbersAsText(files, data, scribe);
        else if (data is not null) CopySamples(files, data, SampleBytes(header, files.Name), scribe);
        if (markers is not null) ScrubMarkers(files, markers, scribe);
        var written = Lines(header, line => HeaderLine(line, files.Name, scribe));
        var target = files.Create(files.Name);
        target.Write(bytes.AsSpan(0, mark));
        target.Write(TextBytes.Encode(written, encoding));
    }

    private static string HeaderLine(string line, string name, Scribe scribe) =>
        FileEntry().Match(line) is { Success: true } match ? FileLine(line, match.Groups[2], name, scribe) : PlainTextScrubber.Line(line, null, false, scribe);

    private static string FileLine(string line, Group value, string name, Scribe scribe)
    {
        var now = value.Value.StartsWith("$b", StringComparison.Ordinal) ? value.Value : scribe.FileName("reference to a file of the recording", null, Named(value.Value, name));
        return line[..value.Index] + now + line[(value.Index + value.Length)..];
    }

    private static void ScrubMarkers(ScrubbedFiles files, string name, Scribe scribe)
    {
        var bytes = files.ReadAll(name, MostTextBytes);
        var text = TextBytes.DecodeFile(bytes, out var encoding, out var mark) ?? throw NotText(name);
        var move = Move(text, scribe);
        var written = Lines(text, line =>
        {
            if (FileEntry().Match(line) is { Success: true } file) return FileLine(line, file.Groups[2], name, scribe);
            if (MarkerEntry().Match(line) is not { Success: true } marker) return PlainTextScrubber.Line(line, null, false, scribe);
            // From the back, so that the places in front stay where they are.
            if (marker.Groups["date"] is { Success: true } date) line = Replace(line, date, Moved(date.Value, move, scribe));
            line = Replace(line, marker.Groups["text"], scribe.Text("marker", null, marker.Groups["text"].Value));
            return Replace(line, marker.Groups["type"], scribe.Text("type of a marker", null, marker.Groups["type"].Value));
        });
        var target = files.Create(name);
        target.Write(bytes.AsSpan(0, mark));
        target.Write(TextBytes.Encode(written, encoding));
    }

    /// <summary>
    /// How far times move: all alike, since pauses of a recording follow from the dates of its segments. The first lands on midnight.
    /// </summary>
    private static TimeSpan? Move(string markers, Scribe scribe)
    {
        var times = MarkerEntry().Matches(markers).Select(m => Time(m.Groups["date"].Value)).OfType<DateTime>().ToList();
        if (times.Count == 0) return TimeSpan.Zero;
        var first = times[0];
        if (scribe.Date("date of a marker", null, DateOnly.FromDateTime(first)) is not { } day) return null;
        return first - day.ToDateTime(scribe.TimeOfDay("time of a marker", null, TimeOnly.FromDateTime(first)));
    }

    private static string Moved(string digits, TimeSpan? move, Scribe scribe)
    {
        if (digits.All(c => c == '0')) return digits;
        if (Time(digits) is not { } time) return scribe.Holds("date of a marker", null, IdentityKind.Date, digits) ? new('0', digits.Length) : digits;
        scribe.Date("date of a marker", null, DateOnly.FromDateTime(time));
        return move is { } by ? (time - by).ToString(TimeFormat, CultureInfo.InvariantCulture) : new('0', digits.Length);
    }

    /// <summary>Twenty digits: year to microsecond.</summary>
    private static DateTime? Time(string digits) =>
        DateTime.TryParseExact(digits, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static string Replace(string line, Group group, string text) => line[..group.Index] + text + line[(group.Index + group.Length)..];

    private static string Lines(string text, Func<string, string> rewrite) => string.Concat(Line().Matches(text).Select(m => rewrite(m.Value)));

    private static void CopySamples(ScrubbedFiles files, string name, int sampleBytes, Scribe scribe)
    {
        using var source = files.Source.Open(name, "the samples");
        var rest = source.Length % sampleBytes;
        files.CopySamples(source, files.Create(name), source.Length - rest, name);
        if (rest == 0) return;
        var torn = new byte[rest];
        source.ReadExactly(torn);
        scribe.Cut("behind the last sample", source.Length - rest, torn);
        scribe.Note($"Cut off: {rest} bytes behind the last whole sample.");
    }

    private static void CopyNumbersAsText(ScrubbedFiles files, string name, Scribe scribe)
    {
        using var source = files.Source.Open(name, "the samples");
        var target = files.Create(name);
        foreach (var (at, line) in ByteLines.Of(source, name))
        {
            var isNumbers = PlainTextScrubber.IsNumbers(line);
            var text = isNumbers ? "" : TextBytes.Decode(line, out _);
            target.Write(isNumbers ? line : System.Text.Encoding.UTF8.GetBytes(scribe.Text("line of samples", at, text)));
        }
    }

    private static int SampleBytes(string header, string name)
    {
        var width = Entry(header, "BinaryFormat")?.ToUpperInvariant() switch
        {
            "INT_16" or "UINT_16" or null => 2,
            "INT_32" or "IEEE_FLOAT_32" => 4,
            "IEEE_FLOAT_64" => 8,
            var other => throw new RecordingFormatException(name, null, $"The binary format is '{other}'.", "Where the samples end is unknown.", "Export the recording again."),
        };
        return int.TryParse(Entry(header, "NumberOfChannels"), NumberStyles.None, CultureInfo.InvariantCulture, out var channels) && channels is > 0 and < 1 << 20
            ? channels * width
            : throw new RecordingFormatException(name, null, "The number of channels is none.", "Where the samples end is unknown.", "Export the recording again.");
    }

    private static string? FileOf(string header, string key, ScrubbedFiles files) =>
        Entry(header, key) is { Length: > 0 } name ? files.Source.Find(Named(name, files.Name)) : null;

    /// <summary>The name with <c>$b</c> replaced by the name of the header.</summary>
    private static string Named(string value, string name) => value.Replace("$b", Path.GetFileNameWithoutExtension(name), StringComparison.Ordinal).Trim();

    private static string? Entry(string header, string key) =>
        Regex.Match(header, $@"(?mi)^\s*{key}\s*=\s*([^\r\n]*?)\s*$", RegexOptions.NonBacktracking) is { Success: true } match ? match.Groups[1].Value : null;

    private static RecordingFormatException NotText(string name) => new(name, 0, "The file holds bytes that are no text.", "What they are is unknown.", "Export the recording again.");

    [GeneratedRegex(@"^\W*Brain ?Vision .*Header", RegexOptions.NonBacktracking)]
    private static partial Regex FirstLine();

    [GeneratedRegex("[^\n]*\n|[^\n]+$")]
    private static partial Regex Line();

    [GeneratedRegex(@"(?i)^\s*(DataFile|MarkerFile)\s*=\s*([^\r\n]*?)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex FileEntry();

    [GeneratedRegex(@"(?m)^\s*Mk\d+=(?<type>[^,\r\n]*),(?<text>[^,\r\n]*)(?:,[^,\r\n]*,[^,\r\n]*,[^,\r\n]*(?:,(?<date>\d{20}))?)?", RegexOptions.NonBacktracking)]
    private static partial Regex MarkerEntry();
}
