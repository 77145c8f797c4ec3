using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pons.Deidentification.SideFiles;
using Pons.Formats;
using Pons.Formats.NihonKohden;

namespace Pons.Deidentification.Recordings;

/// <summary>
/// Nihon Kohden: names of files, dates and times in all blocks, notes of the log, names of electrodes. The file on the patient (.PNT) says
/// nothing else and is not copied. Times of notes move with the start of the recording.
/// </summary>
internal sealed class NihonKohdenScrubber : IdentityScrubber
{
    private const long MostHeaderBytes = 1 << 26;
    private const int DeviceFileAt = 0x20, DeviceFileLength = 0x20, DeviceDateAt = 0x40, DeviceDateLength = 16, TableAt = 0x92, EntryBytes = 20, FirstBlockAt = 0x400;
    private const int HeadBytes = 0x27, NoteBytes = 45;

    private static readonly (string Where, int At, int Length, IdentityKind Kind)[] PatientFields =
    [
        ("number", 0x604, 10, IdentityKind.RecordNumber), ("EEG number", 0x61C, 10, IdentityKind.RecordNumber), ("name", 0x62E, 20, IdentityKind.PersonName),
        ("sex", 0x64A, 6, IdentityKind.BodyDetail), ("birth date", 0x660, 10, IdentityKind.Date), ("age", 0x672, 5, IdentityKind.BodyDetail),
    ];

    /// <inheritdoc/>
    public override string Format => "Nihon Kohden";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.Extension == ".eeg" && new NihonKohdenFormat().Recognise(files);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Companions(RecordingFiles files) =>
        [.. new[] { ".21E", ".LOG", ".PNT", ".CN2", ".EGF", ".BFT", ".CMT", ".11D", ".REG" }.Select(e => files.Find(Path.ChangeExtension(files.Name, e))).OfType<string>()];

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        var companions = Companions(files.Source);
        var start = Samples(files, scribe);
        foreach (var name in companions)
            switch (Path.GetExtension(name).ToUpperInvariant())
            {
                case ".21E":
                    Electrodes(files, name, scribe);
                    break;
                case ".LOG":
                    Log(files, name, start, scribe);
                    break;
                default:
                    Leave(files, name, scribe);
                    break;
            }
    }

    /// <summary>Everything but the samples is header: texts in it are rewritten, the start of each block moves.</summary>
    /// <returns>By how much times move.</returns>
    private static TimeSpan? Samples(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var device = new byte[16];
        source.ReadExactly(device);
        if (device.AsSpan().StartsWith("EEG-1200A"u8))
            throw new RecordingFormatException(files.Name, 0, "The recording is of an EEG-1200A, whose chain of further blocks is not described.", "They may hold anything.",
                "Export the recording to EDF+.");
        var blocks = new NihonKohdenBlocks(source, files.Name, []).Read();
        if (blocks.Sum(b => b.Count * (b.Channels.Length + 1) * 2) is var samples && source.Length - samples > MostHeaderBytes)
            throw new RecordingFormatException(files.Name, null, $"{source.Length - samples} bytes are no samples.", "What they are is unknown.", "Export the recording to EDF+.");
        var move = Move(blocks, scribe);
        var heads = blocks.Select(b => b.SamplesAt - b.Channels.Length * 10 - HeadBytes).ToList();
        var target = files.Create(files.Name);
        var position = 0L;
        foreach (var block in blocks.OrderBy(b => b.SamplesAt))
        {
            CopyHeader(source, target, position, block.SamplesAt, heads, move, scribe);
            source.Position = block.SamplesAt;
            var length = block.Count * (block.Channels.Length + 1) * 2;
            files.CopySamples(source, target, length, files.Name);
            position = block.SamplesAt + length;
        }

        CopyHeader(source, target, position, source.Length, heads, move, scribe);
        return move;
    }

    /// <summary>Years have two digits of this century: the first block begins with the century, which stands for "unknown".</summary>
    private static TimeSpan? Move(List<NihonKohdenBlock> blocks, Scribe scribe)
    {
        if (blocks.Select(b => b.Start).OfType<DateTime>().ToList() is not [var first, ..]) return null;
        scribe.Date("start date", null, DateOnly.FromDateTime(first));
        return first - DateSpelling.CenturyUnknown.ToDateTime(scribe.TimeOfDay("start time", null, TimeOnly.FromDateTime(first)));
    }

    private static void CopyHeader(Stream source, Stream target, long from, long to, IReadOnlyList<long> heads, TimeSpan? move, Scribe scribe)
    {
        if (to <= from) return;
        var bytes = new byte[to - from];
        source.Position = from;
        source.ReadExactly(bytes);
        if (from == 0) DeviceBlock(bytes, scribe);
        foreach (var head in heads.Where(h => h >= from && h + HeadBytes <= to)) Head(bytes.AsSpan((int)(head - from), HeadBytes), move, scribe);
        TextRuns.Scrub("header", from, bytes, scribe);
        target.Write(bytes);
    }

    /// <summary>The first block names the next file of the recording and says when it was made; entries of its table and of the blocks that
    /// it leads to have a date or time behind the name of the device.</summary>
    private static void DeviceBlock(byte[] bytes, Scribe scribe)
    {
        if (bytes.Length < TableAt + EntryBytes) return;
        var header = new BinaryHeader(bytes, 0, scribe);
        var name = header.Text(DeviceFileAt, DeviceFileLength);
        var now = name.Length == 0 ? name : scribe.FileName("reference to a file of the recording", DeviceFileAt, name);
        if (now != name) header.Put(DeviceFileAt, DeviceFileLength, now, 0);
        Digits(bytes, DeviceDateAt, DeviceDateLength, "device block: date", scribe);
        // Tables of fractions stand further on than the stated number of entries.
        for (var i = 0; TableAt + (i + 1) * EntryBytes <= Math.Min(FirstBlockAt, bytes.Length); i++)
        {
            Entry(bytes, TableAt + i * EntryBytes, scribe);
            var control = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(TableAt + i * EntryBytes));
            if (control == 0 || control + 18 > bytes.Length) continue;
            for (var j = 0; j < bytes[control + 17] && control + 18 + (j + 1) * EntryBytes <= bytes.Length; j++) Entry(bytes, (int)control + 18 + j * EntryBytes, scribe);
        }
    }

    /// <summary>An address of four bytes, ten letters of the device, six digits of a date or time.</summary>
    private static void Entry(byte[] bytes, int at, Scribe scribe)
    {
        if (bytes.AsSpan(at + 14, 6).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) Digits(bytes, at + 14, 6, "table of blocks: date or time", scribe);
    }

    private static void Digits(byte[] bytes, int at, int length, string where, Scribe scribe)
    {
        var field = bytes.AsSpan(at, length);
        if (field.IndexOfAnyInRange((byte)'1', (byte)'9') < 0) return;
        var text = Encoding.Latin1.GetString(field).TrimEnd('\0', ' ');
        if (!scribe.Holds(where, at, IdentityKind.Date, text, isLookedFor: false) || scribe.Pass != ScrubPass.Write) return;
        foreach (ref var b in field)
            if (b is >= (byte)'1' and <= (byte)'9') b = (byte)'0';
    }

    /// <summary>The head of a data block: <c>TIME</c> with hour to microsecond as text, and date and time in binary-coded decimals.</summary>
    private static void Head(Span<byte> head, TimeSpan? move, Scribe scribe)
    {
        var text = Convert.ToHexString(head.Slice(0x14, 6));
        if (!DateTime.TryParseExact("20" + text, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)) return;
        scribe.Date("data block: date", null, DateOnly.FromDateTime(start));
        if (scribe.Pass != ScrubPass.Write) return;
        _ = int.TryParse(Encoding.Latin1.GetString(head.Slice(11, 6)), NumberStyles.None, CultureInfo.InvariantCulture, out var micros);
        var moved = move is { } by ? start.AddMicroseconds(micros) - by : DateSpelling.CenturyUnknown.ToDateTime(TimeOnly.MinValue);
        Convert.FromHexString(moved.ToString("yyMMddHHmmss", CultureInfo.InvariantCulture)).CopyTo(head[0x14..]);
        if (head.Slice(1, 4).SequenceEqual("TIME"u8)) Encoding.ASCII.GetBytes(moved.ToString("HHmmssffffff", CultureInfo.InvariantCulture), head[5..]);
    }

    private static void Electrodes(ScrubbedFiles files, string name, Scribe scribe)
    {
        using var source = files.Source.Open(name, "names of electrodes");
        var target = files.Create(name);
        foreach (var (at, line) in ByteLines.Of(source, name))
        {
            var text = TextBytes.Decode(line, out var encoding);
            var written = scribe.Text("electrode", at, text);
            target.Write(text == written ? line : TextBytes.Encode(written, encoding));
        }
    }

    /// <summary>Tables of notes: text, time since the start, time of the room; in tables further on the rest of texts and the fractions.</summary>
    private static void Log(ScrubbedFiles files, string name, TimeSpan? move, Scribe scribe)
    {
        var bytes = files.ReadAll(name, MostHeaderBytes);
        DeviceBlock(bytes, scribe);
        for (var table = 0; TableAt + (table + 1) * EntryBytes <= bytes.Length && table < byte.MaxValue; table++)
        {
            var at = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(TableAt + table * EntryBytes));
            if (at == 0 || at + 0x14 > bytes.Length) continue;
            for (var note = 0; note < bytes[at + 0x12] && at + 0x14 + (note + 1) * NoteBytes <= bytes.Length; note++)
                Note(bytes.AsSpan((int)at + 0x14 + note * NoteBytes, NoteBytes), move, scribe);
        }

        TextRuns.Scrub("log", 0, bytes, scribe);
        files.Write(name, bytes);
    }

    private static void Note(Span<byte> note, TimeSpan? move, Scribe scribe)
    {
        var clock = Encoding.Latin1.GetString(note.Slice(27, 12));
        if (DateTime.TryParseExact("20" + clock, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            scribe.Date("note: time of the room", null, DateOnly.FromDateTime(time));
            var moved = move is { } by ? time - TimeSpan.FromSeconds(Math.Floor(by.TotalSeconds)) : DateSpelling.CenturyUnknown.ToDateTime(TimeOnly.MinValue);
            if (scribe.Pass == ScrubPass.Write) Encoding.ASCII.GetBytes(moved.ToString("yyMMddHHmmss", CultureInfo.InvariantCulture), note[27..]);
        }

        // Where fractions stand, the year has four digits behind the first six.
        var year = Encoding.Latin1.GetString(note.Slice(30, 4));
        if (note[26] != '(' && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 2000 and < 2100
            && scribe.Holds("note: year", null, IdentityKind.Date, year, isLookedFor: false) && scribe.Pass == ScrubPass.Write)
            "2000"u8.CopyTo(note[30..]);
    }

    /// <summary>Files that only say who the patient is, or whose content is the maker's secret.</summary>
    private static void Leave(ScrubbedFiles files, string name, Scribe scribe)
    {
        var bytes = files.ReadAll(name, MostHeaderBytes);
        var isPatient = name.EndsWith(".PNT", StringComparison.OrdinalIgnoreCase);
        if (isPatient)
            foreach (var (where, at, length, kind) in PatientFields.Where(f => f.At + f.Length <= bytes.Length))
            {
                var value = new BinaryHeader(bytes, 0, scribe).Text(at, length);
                if (kind is IdentityKind.RecordNumber or IdentityKind.PersonName) scribe.Declare(value);
                scribe.Holds($"patient file: {where}", at, kind, value, ofSubject: true);
            }

        scribe.Cut(isPatient ? "patient file" : "further file", 0, bytes.AsSpan(0, Math.Min(bytes.Length, 1 << 12)));
        scribe.Note($"The file {Path.GetExtension(name)} of the recording was not copied.");
    }
}
