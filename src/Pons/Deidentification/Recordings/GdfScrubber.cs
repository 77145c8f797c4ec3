using System.Buffers.Binary;
using System.Globalization;
using Pons.Formats;
using Pons.Formats.Gdf;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// GDF 1 and 2: everything that the fixed header says of the person, place and equipment, the texts of the signals, and the tagged fields of
/// header 3. Records and the table of events are copied; events are numbers.
/// </summary>
internal sealed class GdfScrubber : IdentityScrubber
{
    private const int FixedBytes = 256, SignalBytes = 256;

    /// <summary>The day count of GDF starts 367 days before that of .NET; a day has 2^32 parts.</summary>
    private const int DaysBefore = 367;

    /// <inheritdoc/>
    public override string Format => "GDF";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => GdfHeaderReader.VersionOf(files.FirstBytes.Span) is not null;

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var layout = GdfHeaderReader.Read(source, files.Name);
        var bytes = new byte[layout.HeaderBytes];
        source.Position = 0;
        source.ReadExactly(bytes);
        var header = new BinaryHeader(bytes, 0, scribe);
        if (layout.Version < 1.9) FirstVersion(header, layout.Signals.Length, scribe);
        else SecondVersion(header, layout, files.Name, scribe);
        var target = files.Create(files.Name);
        target.Write(bytes);
        files.CopySamples(source, target, layout.RecordCount * layout.RecordBytes, files.Name);
        CopyEvents(source, target, layout, scribe);
    }

    private static void FirstVersion(BinaryHeader header, int signals, Scribe scribe)
    {
        Patient(header, 80, scribe);
        header.Empty("recording field", 88, 80, IdentityKind.FreeText, fill: (byte)' ');
        StartText(header, scribe);
        header.Zero("equipment, laboratory and technician", 192, 24, IdentityKind.SerialNumber);
        header.Unused("reserved field", 216, 20, (byte)' ');
        for (var i = 0; i < signals; i++)
        {
            Text(header, "channel label", 0, 16, i, signals);
            Text(header, "transducer", 16, 80, i, signals);
            Text(header, "unit", 96, 8, i, signals);
            Text(header, "prefiltering", 136, 80, i, signals);
            header.Unused("reserved field of a signal", FixedBytes + 224 * signals + 32 * i, 32, (byte)' ');
        }

        var end = FixedBytes + SignalBytes * signals;
        header.Unused("behind the header", end, header.Length - end);
    }

    private static void SecondVersion(BinaryHeader header, GdfHeader layout, string name, Scribe scribe)
    {
        var signals = layout.Signals.Length;
        Patient(header, 66, scribe);
        header.Unused("reserved field", 74, 10);
        header.Zero("habits, weight, height, sex, handedness", 84, 4, IdentityKind.BodyDetail);
        header.Empty("recording field", 88, 64, IdentityKind.FreeText, fill: (byte)' ');
        header.Zero("place of the laboratory", 152, 16, IdentityKind.Address);
        Start(header, scribe);
        Birthday(header, scribe);
        header.Zero("classification of the patient", 186, 6, IdentityKind.BodyDetail);
        header.Zero("equipment provider", 192, 8, IdentityKind.SerialNumber);
        header.Zero("IP address or reserved", 200, 6, IdentityKind.NetworkAddress);
        header.Zero("head size", 206, 6, IdentityKind.BodyDetail);
        header.Zero("time zone", 254, 2, IdentityKind.Address);
        for (var i = 0; i < signals; i++)
        {
            Text(header, "channel label", 0, 16, i, signals);
            Text(header, "transducer", 16, 80, i, signals);
            Text(header, "unit", 96, 6, i, signals);
            Text(header, "prefiltering", 136, layout.Version < 2.22 ? 68 : 64, i, signals);
            var sensor = FixedBytes + 236 * signals + 20 * i;
            var used = layout.Version < 2.19 ? 1 : 4;
            header.Unused("reserved field of a signal", sensor + used, 20 - used);
        }

        Tags(header, FixedBytes + SignalBytes * signals, name);
    }

    private static void Text(BinaryHeader header, string where, int offset, int width, int signal, int signals) =>
        header.Scrub(where, FixedBytes + offset * signals + width * signal + (offset == 96 && width == 6 ? 2 * signal : 0), width);

    private static void Patient(BinaryHeader header, int width, Scribe scribe)
    {
        var text = header.Text(8, width);
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        header.UnusedBehindEnd("patient field, behind its end", 8, width);
        scribe.DeclareCode(text);
        if (words.All(scribe.IsBlank))
        {
            header.Scrub("patient field", 8, width);
            return;
        }

        scribe.Declare(text);
        scribe.LearnFrom(text);
        scribe.Holds("patient field: code", 8, IdentityKind.RecordNumber, words[0], ofSubject: true);
        if (words.Length > 1) scribe.Holds("patient field: name", 8, IdentityKind.PersonName, string.Join(' ', words[1..]), ofSubject: true);
        header.Put(8, width, $"{scribe.Code} X");
    }

    /// <summary>Version 1 writes <c>YYYYMMDDhhmmsscc</c>.</summary>
    private static void StartText(BinaryHeader header, Scribe scribe)
    {
        var text = header.Text(168, 16);
        if (text.Length == 0) return;
        if (!DateTime.TryParseExact(text.PadRight(16, '0'), "yyyyMMddHHmmssff", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start))
        {
            header.Empty("start", 168, 16, IdentityKind.Date, fill: (byte)' ');
            return;
        }

        var day = scribe.Date("start date", 168, DateOnly.FromDateTime(start));
        var time = scribe.TimeOfDay("start time", 176, TimeOnly.FromDateTime(start));
        header.Put(168, 16, day is { } d ? d.ToDateTime(time).ToString("yyyyMMddHHmmssff", CultureInfo.InvariantCulture) : "");
    }

    /// <summary>Version 2 counts days since the year 0, with 32 bits behind the point.</summary>
    private static void Start(BinaryHeader header, Scribe scribe)
    {
        var start = header.U64(168);
        if (start == 0) return;
        var number = (long)(start >> 32) - DaysBefore;
        if (number < 0 || number > DateOnly.MaxValue.DayNumber)
        {
            header.Zero("start", 168, 8, IdentityKind.Date);
            return;
        }

        var day = scribe.Date("start date", 168, DateOnly.FromDayNumber((int)number));
        var part = (uint)start;
        var time = scribe.TimeOfDay("start time", 168, TimeOnly.FromTimeSpan(TimeSpan.FromTicks((long)(part / 4294967296.0 * TimeSpan.TicksPerDay))));
        header.Put(168, day is { } d ? ((ulong)(d.DayNumber + DaysBefore) << 32) | (time == TimeOnly.MinValue ? 0 : part) : 0);
    }

    private static void Birthday(BinaryHeader header, Scribe scribe)
    {
        var number = (long)(header.U64(176) >> 32) - DaysBefore;
        if (number > 0 && number < DateOnly.MaxValue.DayNumber)
        {
            var birth = DateOnly.FromDayNumber((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (scribe.Holds("birth date", 176, IdentityKind.Date, birth)) header.Put(176, 0);
            return;
        }

        header.Zero("birth date", 176, 8, IdentityKind.Date);
    }

    /// <summary>Header 3: a tag of one byte, a length of three, and the content.</summary>
    private static void Tags(BinaryHeader header, int at, string name)
    {
        while (at + 4 <= header.Length && header.At(at, 1)[0] != 0)
        {
            var (tag, length) = (header.At(at, 1)[0], (int)(header.U32(at) >> 8));
            if (length > header.Length - at - 4)
                throw new RecordingFormatException(name, at, $"Tag {tag} of header 3 promises {length} bytes; the header ends before.",
                    "What it holds is unknown.", "Export the recording again.");
            Tag(header, tag, at + 4, length);
            at += 4 + length;
        }

        if (at < header.Length) header.Unused("behind header 3", at, header.Length - at);
    }

    private static void Tag(BinaryHeader header, byte tag, int at, int length)
    {
        switch (tag)
        {
            case 1:
                foreach (var (start, width) in Texts(header, at, length)) header.Scrub("description of an event", start, width);
                break;
            case 2:
                header.Empty("BCI2000 parameters", at, length, IdentityKind.FreeText, fill: (byte)' ');
                break;
            case 3:
                foreach (var ((start, width), field) in Texts(header, at, length).Select((t, i) => (t, i)))
                {
                    if (field == 3) header.Empty("serial number", start, width, IdentityKind.SerialNumber, fill: (byte)' ');
                    else header.Scrub("maker of the device", start, width);
                }

                break;
            case 4:
                // Orientation of sensors: numbers.
                break;
            case 5:
                header.Zero("IP address", at, length, IdentityKind.NetworkAddress);
                break;
            case 6:
                header.Empty("technician", at, length, IdentityKind.PersonName, fill: (byte)' ');
                break;
            case 7:
                header.Empty("institution", at, length, IdentityKind.Institution, fill: (byte)' ');
                break;
            default:
                header.Unused($"private tag {tag} of header 3", at, length);
                break;
        }
    }

    /// <summary>Texts that zero bytes part.</summary>
    private static List<(int Start, int Length)> Texts(BinaryHeader header, int at, int length)
    {
        var texts = new List<(int, int)>();
        for (var end = at + length; at < end;)
        {
            var zero = header.At(at, end - at).IndexOf((byte)0);
            var used = zero < 0 ? end - at : zero;
            if (used > 0) texts.Add((at, used));
            at += used + 1;
        }

        return texts;
    }

    /// <summary>The table of events is numbers; what stands behind it is cut off.</summary>
    private static void CopyEvents(Stream source, Stream target, GdfHeader layout, Scribe scribe)
    {
        var start = layout.HeaderBytes + layout.RecordCount * layout.RecordBytes;
        var bytes = source.Length - start;
        var head = new byte[8];
        source.Position = start;
        var length = bytes >= 8 && layout.StatedRecordCount == layout.RecordCount && source.ReadAtLeast(head, 8) == 8 ? TableBytes(head, layout.Version) : 0;
        length = Math.Min(length, bytes);
        source.Position = start;
        for (var left = length; left > 0;)
        {
            var piece = new byte[Math.Min(left, 1 << 16)];
            source.ReadExactly(piece);
            target.Write(piece);
            left -= piece.Length;
        }

        if (length == bytes) return;
        var rest = new byte[Math.Min(bytes - length, 1 << 16)];
        source.ReadExactly(rest);
        scribe.Cut("behind the last record", start + length, rest);
        scribe.Note($"Cut off: {bytes - length} bytes behind the table of events.");
    }

    private static long TableBytes(byte[] head, double version)
    {
        var mode = head[0];
        if (mode is 0 or > 7 || (mode & 1) == 0) return 0;
        var count = version < 1.94 ? BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)) : BinaryPrimitives.ReadUInt32LittleEndian(head) >> 8;
        return 8 + (long)count * (((mode & 2) != 0 ? 12 : 6) + ((mode & 4) != 0 ? 8 : 0));
    }
}
