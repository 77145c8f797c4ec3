using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Pons.Formats.NihonKohden;

/// <summary>Reads the log: what was noted, when since the start, and when by the clock of the room, to the microsecond.</summary>
internal static class NihonKohdenLog
{
    private const int CountAt = 0x91, TableAt = 0x92, EntryBytes = 20, RecordBytes = 45, TextBytes = 20;

    /// <summary>So many tables later stands what belongs to the records of a table: the rest of their texts and their fractions.</summary>
    private const int TablesToFractions = 22;

    /// <summary>One note.</summary>
    /// <param name="Text">What was noted.</param>
    /// <param name="ElapsedSeconds">Seconds since the start of the recording; null when that is no time.</param>
    /// <param name="Clock">Date and time of the room; null when that is no date.</param>
    public sealed record Note(string Text, double? ElapsedSeconds, DateTime? Clock);

    public static List<Note> Read(Stream file, string name)
    {
        var notes = new List<Note>();
        var tables = StoredBytes.Read(file, name, CountAt, 1, "number of tables")[0];
        for (var t = 0; t < tables; t++)
        {
            var records = Records(file, name, t);
            var fractions = t + TablesToFractions < byte.MaxValue && tables < TablesToFractions
                ? Records(file, name, t + TablesToFractions) : [];
            var hasFractions = fractions.Length == records.Length;
            for (var at = 0; at < records.Length; at += RecordBytes)
                notes.Add(ReadNote(records.AsSpan(at, RecordBytes), hasFractions ? fractions.AsSpan(at, RecordBytes) : []));
        }

        return notes;
    }

    /// <summary>All records of a table; empty where there is none.</summary>
    private static byte[] Records(Stream file, string name, int table)
    {
        if (TableAt + table * EntryBytes + 4 > file.Length) return [];
        var at = BinaryPrimitives.ReadUInt32LittleEndian(
            StoredBytes.Read(file, name, TableAt + table * EntryBytes, 4, "address of a table"));
        if (at == 0 || at + 0x14 > file.Length) return [];
        var count = StoredBytes.Read(file, name, at + 0x12, 1, "number of notes")[0];
        return StoredBytes.Read(file, name, at + 0x14, count * RecordBytes, $"table of {count} notes");
    }

    private static Note ReadNote(ReadOnlySpan<byte> record, ReadOnlySpan<byte> fraction)
    {
        Span<byte> text = stackalloc byte[2 * TextBytes];
        text.Clear();
        record[..TextBytes].CopyTo(text);
        // A text goes on in the second record where it fills the first.
        var length = text[..TextBytes].IndexOf((byte)0);
        if (length < 0 && !fraction.IsEmpty) fraction[..TextBytes].CopyTo(text[TextBytes..]);
        var (elapsed, clock) = (Digits(record[20..26]), Digits(record[27..39]));
        double? seconds = TimeSpan.TryParseExact(elapsed, "hhmmss", CultureInfo.InvariantCulture, out var span)
            ? span.TotalSeconds + Microseconds(fraction, 24) * 1e-6 : null;
        DateTime? time = DateTime.TryParseExact("20" + clock, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var parsed)
            ? parsed.AddMicroseconds(Microseconds(fraction, 34)) : null;
        return new(StoredText.Field(text), seconds, time);
    }

    private static int Microseconds(ReadOnlySpan<byte> fraction, int at) => !fraction.IsEmpty
        && int.TryParse(Digits(fraction.Slice(at, 6)), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static string Digits(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
