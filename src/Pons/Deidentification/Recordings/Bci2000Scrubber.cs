using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pons.Formats;
using Pons.Formats.Bci2000;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// BCI2000: the values of parameters, of which some name the subject, the operator, folders and the time of storage. The length of the
/// header, which its first line states, follows.
/// </summary>
internal sealed partial class Bci2000Scrubber : IdentityScrubber
{
    private static readonly Dictionary<string, (IdentityKind Kind, bool OfSubject)> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SubjectName"] = (IdentityKind.PersonName, true),
        ["OperatorID"] = (IdentityKind.PersonName, false),
        ["Operator"] = (IdentityKind.PersonName, false),
        ["Investigator"] = (IdentityKind.PersonName, false),
        ["DataDirectory"] = (IdentityKind.Path, false),
        ["FileInitials"] = (IdentityKind.PersonName, true),
        ["PatientName"] = (IdentityKind.PersonName, true),
        ["SubjectYearOfBirth"] = (IdentityKind.Date, false),
        ["SubjectSex"] = (IdentityKind.BodyDetail, false),
        ["DataFile"] = (IdentityKind.Path, false),
        ["ParameterFile"] = (IdentityKind.Path, false),
    };

    /// <inheritdoc/>
    public override string Format => "BCI2000";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => Bci2000HeaderReader.IsFirstLine(files.FirstBytes.Span[..Math.Min(512, files.FirstBytes.Length)]);

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var layout = Bci2000HeaderReader.Read(source, files.Name);
        var bytes = new byte[layout.HeaderBytes];
        source.Position = 0;
        source.ReadExactly(bytes);
        var text = TextBytes.Decode(bytes, out var encoding);
        var written = string.Concat(Line().Matches(text).Select(m => Parameter(m.Value, scribe)));
        var target = files.Create(files.Name);
        target.Write(written == text ? bytes : WithLength(written, encoding));
        files.CopySamples(source, target, source.Length - bytes.Length, files.Name);
    }

    /// <summary>The number of bytes counts its own digits.</summary>
    private static byte[] WithLength(string header, Encoding encoding)
    {
        for (var length = 0; ;)
        {
            var stated = HeaderLength().Replace(header, m => m.Groups[1].Value + length.ToString(CultureInfo.InvariantCulture).PadLeft(m.Groups[2].Length), 1);
            var bytes = TextBytes.Encode(stated, encoding);
            if (bytes.Length == length) return bytes;
            length = bytes.Length;
        }
    }

    private static string Parameter(string line, Scribe scribe)
    {
        if (Definition().Match(line) is not { Success: true } match) return scribe.Text("line", null, line);
        var (name, rest) = (match.Groups[1].Value, match.Groups[2]);
        var comment = rest.Value.IndexOf("//", StringComparison.Ordinal);
        var values = comment < 0 ? rest.Value : rest.Value[..comment];
        var written = string.Join(' ', values.Split(' ').Select((word, i) => Word(name, word, i, scribe)));
        return line[..rest.Index] + written + (comment < 0 ? "" : scribe.Text("comment on a parameter", null, rest.Value[comment..])) + line[(rest.Index + rest.Length)..];
    }

    /// <summary>Words are separated by blanks; inside them a percent sign and two digits stand for a byte.</summary>
    private static string Word(string name, string word, int index, Scribe scribe)
    {
        var value = Bci2000Text.Unescape(word);
        if (value.Length == 0) return word;
        if (index == 0 && Named.TryGetValue(name, out var field))
        {
            if (field is { OfSubject: true, Kind: IdentityKind.PersonName }) scribe.Declare(value);
            return scribe.Holds($"parameter '{name}'", null, field.Kind, value, field.OfSubject) && scribe.Pass == ScrubPass.Write
                ? field.OfSubject ? Escape(scribe.Code) : "%" : word;
        }

        var now = scribe.Text($"parameter '{scribe.Shown(name)}'", null, value);
        return now == value ? word : Escape(now);
    }

    private static string Escape(string text) => text.Length == 0 ? "%" : text.Replace("%", "%25", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal);

    [GeneratedRegex("[^\n]*\n|[^\n]+$")]
    private static partial Regex Line();

    [GeneratedRegex(@"(HeaderLen=[ \t]*)(\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex HeaderLength();

    [GeneratedRegex(@"^\S+ \S+ (\S+)= ([^\r\n]*)", RegexOptions.NonBacktracking)]
    private static partial Regex Definition();
}
