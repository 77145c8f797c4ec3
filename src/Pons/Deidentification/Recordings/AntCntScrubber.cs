using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pons.Deidentification.SideFiles;
using Pons.Formats;
using Pons.Formats.AntCnt;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// ANT CNT: the chunks of text (header, information, events), each value under a name in brackets; compressed samples are copied. A library
/// of events (.evt) keeps times that cannot be moved safely: it is not copied.
/// </summary>
internal sealed class AntCntScrubber : IdentityScrubber
{
    private const long MostTextBytes = 1 << 24;

    private static readonly Dictionary<string, (IdentityKind Kind, bool OfSubject)> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Hospital"] = (IdentityKind.Institution, false),
        ["TestName"] = (IdentityKind.FreeText, false),
        ["TestSerial"] = (IdentityKind.RecordNumber, false),
        ["Physician"] = (IdentityKind.PersonName, false),
        ["Technician"] = (IdentityKind.PersonName, false),
        ["MachineSN"] = (IdentityKind.SerialNumber, false),
        ["SubjectName"] = (IdentityKind.PersonName, true),
        ["SubjectID"] = (IdentityKind.RecordNumber, true),
        ["SubjectAddress"] = (IdentityKind.Address, false),
        ["SubjectPhone"] = (IdentityKind.Phone, false),
        ["SubjectSex"] = (IdentityKind.BodyDetail, false),
        ["SubjectDateOfBirth"] = (IdentityKind.Date, false),
        ["SubjectHandedness"] = (IdentityKind.BodyDetail, false),
        ["Comment"] = (IdentityKind.FreeText, false),
        ["History"] = (IdentityKind.FreeText, false),
    };

    /// <inheritdoc/>
    public override string Format => "ANT CNT";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => RiffChunk.IsForm(files.FirstBytes.Span);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Companions(RecordingFiles files) =>
        [.. new[] { ".evt", ".trg", ".seg" }.Select(e => files.Find(Path.ChangeExtension(files.Name, e))).OfType<string>()];

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        foreach (var name in Companions(files.Source)) Beside(files, name, scribe);
        using var source = files.Source.OpenMain();
        var form = new byte[RiffChunk.FormBytes];
        source.ReadExactly(form);
        var isWide = RiffChunk.IsWide(form);
        var start = isWide ? 16 : 12;
        var target = files.Create(files.Name);
        var chunks = RiffChunk.Between(source, files.Name, isWide, start, source.Length);
        if (chunks.Any(c => c.Name is not ("eeph" or "info" or "tfh" or "raw3" or "evt")))
            throw new RecordingFormatException(files.Name, null, $"A chunk is called '{scribe.Shown(chunks.First(c => c.Name is not ("eeph" or "info" or "tfh" or "raw3" or "evt")).Name)}'.",
                "What it holds is unknown.", "Export the recording again.");
        var texts = chunks.Where(c => c.Name is "eeph" or "info" or "tfh" or "evt").ToDictionary(c => c, c => Text(source, c, files.Name, scribe));
        WriteHead(target, form, isWide, source.Length + texts.Sum(t => t.Value.Length - t.Key.Length + (t.Value.Length & 1) - (t.Key.Length & 1)));
        foreach (var chunk in chunks)
        {
            if (texts.TryGetValue(chunk, out var text)) WriteChunk(target, chunk.Name, text, isWide);
            else CopyChunk(files, source, target, chunk, isWide);
        }

        var end = chunks[^1].End + (chunks[^1].Length & 1);
        if (end >= source.Length) return;
        var rest = new byte[Math.Min(source.Length - end, 1 << 16)];
        source.Position = end;
        source.ReadExactly(rest);
        scribe.Cut("behind the last chunk", end, rest);
    }

    private static byte[] Text(Stream source, RiffChunk chunk, string name, Scribe scribe)
    {
        if (chunk.Length > MostTextBytes)
            throw new RecordingFormatException(name, chunk.Position, $"A chunk of text has {chunk.Length} bytes.", "It is read as a whole.", "Export the recording again.");
        var bytes = new byte[chunk.Length];
        source.Position = chunk.Position;
        source.ReadExactly(bytes);
        var text = TextBytes.Decode(bytes, out var encoding);
        var written = string.Join('\n', Lines(text.Split('\n'), scribe));
        return written == text ? bytes : TextBytes.Encode(written, encoding);
    }

    private static IEnumerable<string> Lines(string[] lines, Scribe scribe)
    {
        var name = "";
        foreach (var line in lines)
        {
            var value = line.Trim('\r', '\0', ' ');
            if (value is ['[', .., ']']) name = value[1..^1];
            yield return value.Length == 0 || value[0] == '[' ? line : line.Replace(value, Value(name, value, scribe), StringComparison.Ordinal);
        }
    }

    private static string Value(string name, string value, Scribe scribe)
    {
        if (name == "StartDate") return Start(value, scribe);
        if (name == "StartFraction") return value;
        if (!Named.TryGetValue(name, out var field) || value == "EOH") return scribe.Text(name.Length > 0 ? $"value '{scribe.Shown(name)}'" : "text", null, value);
        if (field is { OfSubject: true }) scribe.Declare(value);
        scribe.LearnFrom(value);
        return scribe.Holds($"value '{name}'", null, field.Kind, value, field.OfSubject, isLookedFor: field.Kind != IdentityKind.FreeText) && scribe.Pass == ScrubPass.Write ? "X" : value;
    }

    /// <summary>Days since the end of 1899 with the time of day.</summary>
    private static string Start(string value, Scribe scribe)
    {
        if (!double.TryParse(value, CultureInfo.InvariantCulture, out var days) || !new AntCntDate(days, 0).IsDate) return value;
        var start = new AntCntDate(days, 0).ToDateTime();
        var day = scribe.Date("start date", null, DateOnly.FromDateTime(start));
        var clock = scribe.TimeOfDay("start time", null, TimeOnly.FromDateTime(start));
        if (scribe.Pass != ScrubPass.Write) return value;
        return day is { } d ? (d.ToDateTime(clock) - new DateTime(1899, 12, 30)).TotalDays.ToString("R", CultureInfo.InvariantCulture) : "0";
    }

    private static void Beside(ScrubbedFiles files, string name, Scribe scribe)
    {
        using var source = files.Source.Open(name, "events of the recording");
        if (!name.EndsWith(".trg", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = new byte[Math.Min(source.Length, 1 << 12)];
            source.ReadExactly(bytes);
            scribe.Cut("library of events or segments", 0, bytes);
            scribe.Note($"The file {Path.GetExtension(name)} of the recording, whose times cannot be moved, was not copied.");
            return;
        }

        var target = files.Create(name);
        foreach (var (at, line) in ByteLines.Of(source, name))
        {
            var text = TextBytes.Decode(line, out var encoding);
            target.Write(TextBytes.Encode(scribe.Text("event", at, text), encoding));
        }
    }

    private static void WriteHead(Stream target, byte[] form, bool isWide, long length)
    {
        var head = form.AsSpan(0, isWide ? 16 : 12);
        if (isWide) BinaryPrimitives.WriteInt64LittleEndian(head[4..], length - 12);
        else BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)(length - 8));
        target.Write(head);
    }

    private static void WriteChunk(Stream target, string name, byte[] content, bool isWide)
    {
        target.Write(Encoding.ASCII.GetBytes(name.PadRight(4)));
        WriteLength(target, content.Length, isWide);
        target.Write(content);
        if ((content.Length & 1) == 1) target.WriteByte(0);
    }

    private static void CopyChunk(ScrubbedFiles files, Stream source, Stream target, RiffChunk chunk, bool isWide)
    {
        // A list has its own name behind its length.
        var isList = chunk.Name is "raw3";
        target.Write(Encoding.ASCII.GetBytes(isList ? "LIST" : chunk.Name.PadRight(4)));
        WriteLength(target, chunk.Length + (isList ? 4 : 0), isWide);
        if (isList) target.Write(Encoding.ASCII.GetBytes(chunk.Name));
        source.Position = chunk.Position;
        files.CopySamples(source, target, chunk.Length, files.Name);
        if ((chunk.Length & 1) == 1) target.WriteByte(0);
    }

    private static void WriteLength(Stream target, long length, bool isWide)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        target.Write(bytes[..(isWide ? 8 : 4)]);
    }
}
