using System.Globalization;
using System.Text;
using Pons.Formats;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// EDF, EDF+, BDF and BDF+: the patient and recording fields and the start of the header, the texts of every signal, and the annotations
/// inside the data records (EDF+ sections 2.1.3 and 2.2). Samples and all numbers of the header stay.
/// </summary>
internal sealed class EdfScrubber : IdentityScrubber
{
    private const int FixedBytes = 256, SignalBytes = 256, MostSignals = 9999, PatientAt = 8, RecordingAt = 88, DateAt = 168, TimeAt = 176, ReservedAt = 192, MostWordsOfName = 5;
    private const string ReleasedRecording = "Startdate 01-JAN-1985 X X X";

    private static readonly string[] Flags = ["EDF+C", "EDF+D", "BDF+C", "BDF+D", "24BIT"];

    /// <inheritdoc/>
    public override string Format => "EDF/BDF";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) =>
        files.FirstBytes.Span.StartsWith("0       "u8) || IsBdf(files.FirstBytes.Span);

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var header = ReadHeader(source, files.Name);
        var layout = Layout.Of(header, source.Length, files.Name);
        ScrubFixedPart(header, scribe);
        ScrubSignals(header, layout.SignalCount, scribe);
        var target = files.Create(files.Name);
        target.Write(header);
        CopyRecords(files, source, target, layout, scribe);
        CutRest(source, layout, scribe);
    }

    private static bool IsBdf(ReadOnlySpan<byte> first) => first.Length > 8 && first[0] == 0xFF && first[1..].StartsWith("BIOSEMI"u8);

    private static byte[] ReadHeader(Stream source, string name)
    {
        var start = new byte[FixedBytes];
        if (source.ReadAtLeast(start, FixedBytes, throwOnEndOfStream: false) < FixedBytes)
            throw Fault(name, 0, $"The file has {source.Length} bytes; the header alone has {FixedBytes}.");
        var signals = Number(start, 252, 4);
        if (signals is null or < 1 or > MostSignals) throw Fault(name, 252, "The number of signals is none.");
        var length = FixedBytes + SignalBytes * (int)signals;
        if (source.Length < length) throw Fault(name, source.Length, $"The header of {signals} signals has {length} bytes; the file ends before.");
        // A header may say that it is longer; what fills it up is blanked like other unused space.
        if (Number(start, 184, 8) is { } stated && stated > length && stated <= Math.Min(source.Length, length + (1 << 20))) length = (int)stated;
        var header = new byte[length];
        source.Position = 0;
        source.ReadExactly(header);
        return header;
    }

    private static void ScrubFixedPart(byte[] header, Scribe scribe)
    {
        ScrubPatient(header.AsSpan(PatientAt, 80), scribe);
        ScrubRecording(header.AsSpan(RecordingAt, 80), scribe);
        ScrubStart(header, scribe);
        var reserved = header.AsSpan(ReservedAt, 44);
        var flag = Flags.FirstOrDefault(f => Encoding.ASCII.GetString(header, ReservedAt, 5) == f);
        scribe.Unused("reserved field", ReservedAt + (flag?.Length ?? 0), reserved[(flag?.Length ?? 0)..], (byte)' ');
    }

    /// <summary>EDF+ writes code, sex, birth date and name with spaces between; EDF anything.</summary>
    private static void ScrubPatient(Span<byte> field, Scribe scribe)
    {
        var text = Text(field);
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        scribe.DeclareCode(text);
        if (words.All(scribe.IsBlank))
        {
            scribe.FixedText("patient field", PatientAt, field);
            return;
        }

        scribe.Declare(text);
        scribe.LearnFrom(text);
        if (words.Length >= 3 && (words[2] == "X" || DateSpelling.TryParse(words[2], out _)))
        {
            scribe.Holds("patient field: code", PatientAt, IdentityKind.RecordNumber, words[0], ofSubject: true);
            scribe.Holds("patient field: sex", PatientAt, IdentityKind.BodyDetail, words[1]);
            scribe.Holds("patient field: birth date", PatientAt, IdentityKind.Date, words[2]);
            if (words.Length > 3) scribe.Holds("patient field: name", PatientAt, IdentityKind.PersonName, words[3], ofSubject: true);
            if (words.Length > 4) scribe.Holds("patient field: more", PatientAt, IdentityKind.FreeText, string.Join(' ', words[4..]));
        }
        else
        {
            // A name has few words; a description of more is looked for as a whole.
            scribe.Holds("patient field", PatientAt, words.Length <= MostWordsOfName ? IdentityKind.PersonName : IdentityKind.FreeText, text, ofSubject: true);
            foreach (var number in words.Where(w => w.Count(char.IsAsciiDigit) >= 4))
                scribe.Holds("patient field: number", PatientAt, IdentityKind.RecordNumber, number.Trim('(', ')', ',', ';'), ofSubject: true);
        }

        Put(field, $"{scribe.Code} X X X");
    }

    /// <summary>EDF+ writes <c>Startdate</c>, date, admission, technician and equipment; EDF anything.</summary>
    private static void ScrubRecording(Span<byte> field, Scribe scribe)
    {
        var text = Text(field);
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (text == ReleasedRecording || words.All(w => w is "Startdate" || scribe.IsBlank(w))) return;
        scribe.LearnFrom(text);
        if (words is ["Startdate", _, ..])
        {
            if (DateSpelling.TryParse(words[1], out var date)) scribe.Date("recording field: date", RecordingAt, date);
            if (words.Length > 2) scribe.Holds("recording field: admission", RecordingAt, IdentityKind.RecordNumber, words[2]);
            if (words.Length > 3) scribe.Holds("recording field: technician", RecordingAt, IdentityKind.PersonName, words[3]);
            if (words.Length > 4) scribe.Holds("recording field: equipment", RecordingAt, IdentityKind.SerialNumber, string.Join(' ', words[4..]), isLookedFor: false);
        }
        else
        {
            scribe.Holds("recording field", RecordingAt, IdentityKind.FreeText, text);
        }

        Put(field, ReleasedRecording);
    }

    /// <summary>1985 is the first year that EDF can hold; the moved date stands in the side files of BIDS.</summary>
    private static void ScrubStart(byte[] header, Scribe scribe)
    {
        var (date, time) = (Text(header.AsSpan(DateAt, 8)), Text(header.AsSpan(TimeAt, 8)));
        if (date is not ("01.01.85" or ""))
        {
            if (DateSpelling.TryParse(date, out var day)) scribe.Date("start date", DateAt, day);
            else scribe.Holds("start date", DateAt, IdentityKind.Date, date);
        }

        Put(header.AsSpan(DateAt, 8), "01.01.85");
        if (scribe.KeepTimeOfDay || time is "00.00.00" or "") return;
        scribe.Holds("start time", TimeAt, IdentityKind.TimeOfDay, time);
        Put(header.AsSpan(TimeAt, 8), "00.00.00");
    }

    private static void ScrubSignals(byte[] header, int count, Scribe scribe)
    {
        for (var i = 0; i < count; i++)
        {
            void Field(string name, int offset, int width)
            {
                var at = FixedBytes + offset * count + i * width;
                scribe.FixedText(name, at, header.AsSpan(at, width));
            }

            if (!IsAnnotations(header, i)) Field("channel label", 0, 16);
            Field("transducer", 16, 80);
            Field("unit", 96, 8);
            Field("prefiltering", 136, 80);
            Field("reserved field of a signal", 224, 32);
        }

        var end = FixedBytes + SignalBytes * count;
        scribe.Unused("behind the header", end, header.AsSpan(end), (byte)' ');
    }

    private static void CopyRecords(ScrubbedFiles files, Stream source, Stream target, Layout layout, Scribe scribe)
    {
        if (layout.Annotations.Count == 0)
        {
            files.CopySamples(source, target, layout.RecordCount * layout.RecordBytes, files.Name);
            return;
        }

        for (var record = 0L; record < layout.RecordCount; record++)
        {
            var start = layout.HeaderBytes + record * layout.RecordBytes;
            foreach (var (offset, length) in layout.Annotations)
            {
                files.CopySamples(source, target, start + offset - source.Position, files.Name);
                var list = new byte[length];
                var at = source.Position;
                source.ReadExactly(list);
                target.Write(EdfAnnotationScrubber.Scrub(list, at, files.Name, scribe));
            }

            files.CopySamples(source, target, start + layout.RecordBytes - source.Position, files.Name);
        }
    }

    private static void CutRest(Stream source, Layout layout, Scribe scribe)
    {
        var end = layout.HeaderBytes + layout.RecordCount * layout.RecordBytes;
        if (end >= source.Length) return;
        var rest = new byte[(int)Math.Min(source.Length - end, 1 << 16)];
        source.Position = end;
        source.ReadExactly(rest);
        scribe.Cut("behind the last record", end, rest);
        scribe.Note($"Cut off: {source.Length - end} bytes behind the last data record.");
    }

    private static bool IsAnnotations(byte[] header, int signal) =>
        Text(header.AsSpan(FixedBytes + 16 * signal, 16)) is "EDF Annotations" or "BDF Annotations";

    private static string Text(ReadOnlySpan<byte> field) => TextBytes.Decode(field, out _).Trim(' ', '\0');

    private static void Put(Span<byte> field, string text)
    {
        field.Fill((byte)' ');
        Encoding.ASCII.GetBytes(text.Length > field.Length ? text[..field.Length] : text, field);
    }

    private static long? Number(ReadOnlySpan<byte> header, int at, int width) =>
        double.TryParse(Encoding.ASCII.GetString(header.Slice(at, width)).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number == Math.Truncate(number) && Math.Abs(number) < 1e15 ? (long)number : null;

    private static RecordingFormatException Fault(string name, long? at, string what) => new(
        name, at, what, "Where its texts stand is therefore unknown.", "Export the recording again.");

    /// <summary>Where things stand in the file.</summary>
    private sealed record Layout(int SignalCount, int HeaderBytes, long RecordBytes, long RecordCount, IReadOnlyList<(long Offset, int Length)> Annotations)
    {
        public static Layout Of(byte[] header, long fileLength, string name)
        {
            var count = (int)Number(header, 252, 4)!.Value;
            var sampleBytes = header[0] == 0xFF ? 3 : 2;
            var annotations = new List<(long, int)>();
            var recordBytes = 0L;
            for (var i = 0; i < count; i++)
            {
                var at = FixedBytes + 216 * count + i * 8;
                if (Number(header, at, 8) is not (>= 0 and <= int.MaxValue / 4 and var samples)) throw Fault(name, at, "The number of samples a record is none.");
                if (IsAnnotations(header, i) && samples > 0) annotations.Add((recordBytes, (int)samples * sampleBytes));
                recordBytes += samples * sampleBytes;
            }

            if (Number(header, 236, 8) is not { } stated) throw Fault(name, 236, "The number of data records is none.");
            var whole = recordBytes == 0 ? 0 : (fileLength - header.Length) / recordBytes;
            return new(count, header.Length, recordBytes, stated < 0 ? whole : Math.Min(stated, whole), annotations);
        }
    }
}
