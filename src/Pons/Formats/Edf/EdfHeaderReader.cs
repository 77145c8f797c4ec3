using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pons.Formats.Edf;

/// <summary>Reads the header fields of EDF and says for each fault where it stands.</summary>
internal sealed class EdfHeaderReader
{
    private const int FixedBytes = 256, BytesPerSignal = 256, MaxSignals = 9999;

    /// <summary>Times and rates beyond these are faults of the header: about 31 years, 10 MHz.</summary>
    private const double LongestSeconds = 1e9, FastestHz = 1e7;

    private readonly EdfDialect _dialect;
    private readonly string _file;
    private readonly long _fileLength;
    private readonly List<string> _warnings = [];
    private byte[] _bytes;

    private EdfHeaderReader(EdfDialect dialect, string file, long fileLength, byte[] fixedPart)
    {
        _dialect = dialect;
        _file = file;
        _fileLength = fileLength;
        _bytes = fixedPart;
    }

    /// <summary>Reads the header from the start of a seekable file.</summary>
    public static EdfHeader Read(Stream file, string name, EdfDialect dialect)
    {
        var length = file.Length;
        if (length == 0) throw RecordingFormat.Empty(name);
        var first = new byte[Math.Min(FixedBytes, length)];
        file.Position = 0;
        file.ReadExactly(first);
        return new EdfHeaderReader(dialect, name, length, first).Read(file);
    }

    private EdfHeader Read(Stream file)
    {
        if (!_dialect.Begins(_bytes))
            throw Fault(0, $"The version field is '{Text(0, Math.Min(8, _bytes.Length))}' instead of '{_dialect.Version.TrimEnd()}'.",
                $"The file is therefore not {_dialect.Name}.", "Open it with the format that it was written in.");
        RequireLength(FixedBytes);
        var signalCount = SignalCount();
        var headerBytes = FixedBytes + BytesPerSignal * signalCount;
        RequireLength(headerBytes);
        _bytes = new byte[headerBytes];
        file.Position = 0;
        file.ReadExactly(_bytes);
        WarnOfForeignBytes();
        return Assemble(signalCount, headerBytes);
    }

    private EdfHeader Assemble(int signalCount, int headerBytes)
    {
        var signals = Enumerable.Range(0, signalCount).Select(i => Signal(i, signalCount)).ToImmutableArray();
        WarnOfOddSignals(signals);
        var kind = Kind(signals);
        var duration = RecordDuration(signals);
        var fields = EdfIdentification.Fields(Text(8, 80), Text(88, 80)).ToImmutableArray();
        var header = new EdfHeader
        {
            Format = _dialect.NameOf(kind),
            SampleBytes = _dialect.SampleBytes,
            File = _file,
            Kind = kind,
            Subject = Text(8, 80),
            Description = Text(88, 80),
            Device = fields.FirstOrDefault(f => f.Name == EdfIdentification.Equipment)?.Value ?? "",
            Fields = fields,
            StartDateText = Text(168, 8),
            StartTimeText = Text(176, 8),
            StartTime = StartTime(),
            HeaderBytes = HeaderLength(headerBytes, signals),
            Reserved = Text(192, 44),
            StatedRecordCount = WholeNumber(236, 8, "number of data records", -1, long.MaxValue),
            RecordDurationSeconds = duration,
            Signals = signals,
        };
        return WithRecordCount(header);
    }

    private int SignalCount()
    {
        var count = WholeNumber(252, 4, "number of signals", 0, MaxSignals);
        return count > 0 ? (int)count : throw Fault(
            252, "The number of signals is 0; at least 1 was expected.", "The file describes nothing that could be read.",
            "Export the recording again.");
    }

    private EdfSignal Signal(int index, int count)
    {
        int At(int fieldOffset, int width) => FixedBytes + fieldOffset * count + index * width;
        var label = Text(At(0, 16), 16);
        var what = $"of signal {index + 1} '{label}'";
        var isAnnotations = EdfSignal.IsAnnotationLabel(label);
        var samplesPerRecord = WholeNumber(At(216, 8), 8, $"number of samples a record {what}", 0, int.MaxValue);
        double Limit(int fieldOffset, string name) => isAnnotations ? 0 : Number(At(fieldOffset, 8), 8, $"{name} {what}");
        return new()
        {
            Label = label,
            Transducer = Text(At(16, 80), 80),
            Scale = new(Limit(104, "physical minimum"), Limit(112, "physical maximum"), Limit(120, "digital minimum"),
                Limit(128, "digital maximum"), Text(At(96, 8), 8)),
            Prefiltering = Text(At(136, 80), 80),
            SamplesPerRecord = (int)samplesPerRecord,
            Reserved = Text(At(224, 32), 32),
        };
    }

    private void WarnOfOddSignals(ImmutableArray<EdfSignal> signals)
    {
        Warn(signals.Where(s => s.SamplesPerRecord == 0), _ => "holds 0 samples a record", "nothing is stored, so it is left out");
        var scales = signals.Where(s => !s.IsAnnotations).ToList();
        Warn(scales.Where(s => !s.Scale.IsUsable),
            s => Invariant($"has the limits {s.Scale.PhysicalMinimum} to {s.Scale.PhysicalMaximum} for ")
                + Invariant($"{s.Scale.DigitalMinimum} to {s.Scale.DigitalMaximum}"),
            "they fix no scale, so its values stay digital numbers without a unit");
        Warn(scales.Where(s => s.Scale.IsUsable && (IsOutside(s.Scale.DigitalMinimum) || IsOutside(s.Scale.DigitalMaximum))),
            s => Invariant($"has the digital limits {s.Scale.DigitalMinimum} to {s.Scale.DigitalMaximum}"),
            $"they lie outside {8 * _dialect.SampleBytes} bits and are used for scaling only");
        Warn(scales.Where(s => s.Scale.DigitalMinimum > s.Scale.DigitalMaximum),
            s => Invariant($"has the digital minimum {s.Scale.DigitalMinimum} above the maximum {s.Scale.DigitalMaximum}"),
            "the two pairs are used as they stand");
        foreach (var unit in scales.Where(s => !ChannelUnit.Of(s.Scale.Unit).IsExact).GroupBy(s => s.Scale.Unit))
            Warn(unit, s => $"has the unit '{s.Scale.Unit}'", $"it is read as {Standard(ChannelUnit.Of(unit.Key).Factor)}");
    }

    private void Warn(IEnumerable<EdfSignal> signals, Func<EdfSignal, string> what, string consequence)
    {
        var all = signals.ToList();
        if (all.Count == 0) return;
        var others = all.Count == 1 ? "" : $" and {all.Count - 1} more like it";
        _warnings.Add($"Signal '{all[0].Label}'{others} {what(all[0])}: {consequence}.");
    }

    private bool IsOutside(double digital) => digital < _dialect.LowestDigital || digital > _dialect.HighestDigital;

    private static string Standard(double factor) => factor switch { 1 => "µV", 1e3 => "mV", 1e6 => "V", _ => "nV" };

    private EdfKind Kind(ImmutableArray<EdfSignal> signals)
    {
        var reserved = Text(192, 44);
        var continuous = _dialect.NameOf(EdfKind.EdfPlusContinuous);
        if (reserved.StartsWith(continuous, StringComparison.Ordinal)) return EdfKind.EdfPlusContinuous;
        if (reserved.StartsWith(_dialect.NameOf(EdfKind.EdfPlusDiscontinuous), StringComparison.Ordinal))
            return EdfKind.EdfPlusDiscontinuous;
        if (signals.Any(s => s.IsAnnotations))
            _warnings.Add($"The reserved field is '{reserved}' instead of '{continuous}', but a signal holds annotations: "
                + $"read as {continuous}.");
        else if (reserved.Length > 0 && reserved != _dialect.PlainReserved)
            _warnings.Add($"The reserved field is '{reserved}', which {_dialect.Name} does not know: read as plain {_dialect.Name}.");
        return signals.Any(s => s.IsAnnotations) ? EdfKind.EdfPlusContinuous : EdfKind.Edf;
    }

    private double RecordDuration(ImmutableArray<EdfSignal> signals)
    {
        var duration = Number(244, 8, "duration of a data record");
        var fastest = signals.Where(s => !s.IsAnnotations).Select(s => s.SamplesPerRecord).DefaultIfEmpty(0).Max();
        if (duration < 0 || duration > LongestSeconds || (duration == 0 && fastest > 0))
            throw Fault(244, Invariant($"The duration of a data record is {duration} s; a positive number was expected."),
                "The sampling rates follow from it.", "Find the true rate and correct the header, or export the recording again.");
        if (fastest > duration * FastestHz)
            throw Fault(244, Invariant($"{fastest} samples in a data record of {duration} s make {fastest / duration} Hz; ")
                + "no body is recorded at that rate.",
                "The time of every sample follows from it.", "Find the true rate and correct the header, or export the recording again.");
        return duration;
    }

    private int HeaderLength(int expected, ImmutableArray<EdfSignal> signals)
    {
        var stated = WholeNumber(184, 8, "length of the header", long.MinValue, long.MaxValue);
        if (stated == expected) return expected;
        var records = WholeNumber(236, 8, "number of data records", -1, long.MaxValue);
        var data = (decimal)records * signals.Sum(s => (long)s.SamplesPerRecord) * _dialect.SampleBytes;
        if (_fileLength != expected + data && _fileLength == stated + data && stated is > 0 and <= int.MaxValue && stated > expected)
        {
            _warnings.Add($"The header says that it has {stated} bytes, and {signals.Length} signals need {expected}; "
                + "the size of the file agrees with the first number, which is used.");
            return (int)stated;
        }

        if (_fileLength != expected + data)
            throw Fault(184, $"The header says that it has {stated} bytes, but {signals.Length} signals need {expected}, "
                + "and the size of the file agrees with neither.", "Where the samples begin is unknown.", "Export the recording again.");
        _warnings.Add($"The header says that it has {stated} bytes, but {signals.Length} signals need {expected}; "
            + "the size of the file agrees with the second number, which is used.");
        return expected;
    }

    private EdfHeader WithRecordCount(EdfHeader header)
    {
        var recordBytes = header.RecordBytes;
        var dataBytes = _fileLength - header.HeaderBytes;
        var whole = recordBytes == 0 ? 0 : dataBytes / recordBytes;
        var stated = header.StatedRecordCount;
        var records = stated < 0 ? whole : Math.Min(stated, whole);
        if (records * header.RecordDurationSeconds > LongestSeconds)
            throw Fault(236, Invariant($"{records} data records of {header.RecordDurationSeconds} s are more than any recording."),
                "The time of every sample follows from it.", "Export the recording again.");
        var rest = dataBytes - records * recordBytes;
        if (stated < 0)
            _warnings.Add($"The number of data records is −1, so the recorder did not close the file: {whole} by its size; "
                + "its true end is unknown.");
        else if (whole < stated)
            _warnings.Add($"The header promises {stated} data records of {recordBytes} bytes; the file ends after {whole}, "
                + $"which are read. {rest} bytes of a torn record are left out.");
        if (rest > 0 && whole >= stated)
            _warnings.Add($"{rest} trailing byte{(rest == 1 ? "" : "s")} after the last data record {(rest == 1 ? "is" : "are")} ignored"
                + (rest >= recordBytes && recordBytes > 0 ? $"; they would make {rest / recordBytes} more records." : "."));
        if (records == 0) _warnings.Add("The file holds no whole data record: it opens with 0 samples.");
        return header with
        {
            RecordCount = records,
            DurationSeconds = records * header.RecordDurationSeconds,
            Warnings = [.. _warnings],
        };
    }

    private DateTime? StartTime()
    {
        var (date, time) = (Triple(168), Triple(176));
        if (date is null || time is null || StartDate(date.Value) is not { } day
            || time.Value is not ( < 24, < 60, < 60 and var second))
        {
            if (date is (1, 1, 85) && Text(88, 80).StartsWith("Startdate X", StringComparison.Ordinal)) return null;
            _warnings.Add($"The start '{Text(168, 8)}' '{Text(176, 8)}' is no date and time: the start of the recording is unknown.");
            return null;
        }

        return day.AddHours(time.Value.First).AddMinutes(time.Value.Second).AddSeconds(second);
    }

    /// <summary>
    /// Two digits stand for 1985 to 2084; the text of EDF+ has four and decides. There, X means that the date is not known.
    /// </summary>
    private DateTime? StartDate((int First, int Second, int? Third) date)
    {
        var words = Text(88, 80).Split(' ');
        if (words is ["Startdate", var full, ..]
            && DateTime.TryParseExact(full, "d-MMM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var stated)
            && stated.Day == date.First && stated.Month == date.Second && stated.Year is > 1800 and < 2300) return stated;
        if (words is ["Startdate", "X", ..] && date is (1, 1, 85)) return null;
        if (date.Third is not { } twoDigits) return null;
        var year = twoDigits + (twoDigits >= 85 ? 1900 : 2000);
        if (date.Second is < 1 or > 12 || date.First < 1 || date.First > DateTime.DaysInMonth(year, date.Second)) return null;
        return new DateTime(year, date.Second, date.First, 0, 0, 0, DateTimeKind.Unspecified);
    }

    private (int First, int Second, int? Third)? Triple(int offset)
    {
        var parts = Text(offset, 8).Split('.', ':', '-', '/');
        if (parts.Length != 3 || !TwoDigits(parts[0], out var a) || !TwoDigits(parts[1], out var b)) return null;
        // From 2085 on EDF+ writes the letters yy here, and the year in the text of the recording.
        return TwoDigits(parts[2], out var c) ? (a, b, c) : parts[2] == "yy" ? (a, b, null) : null;
    }

    private static bool TwoDigits(string text, out int value) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= 99;

    private long WholeNumber(int offset, int width, string what, long minimum, long maximum)
    {
        var text = Text(offset, width);
        if (!long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            && !IsWhole(text, out value))
            throw Fault(offset, $"The {what} is '{text}', which is no whole number.",
                "The layout of the file follows from it.", "Export the recording again.");
        if (value < minimum || value > maximum)
            throw Fault(offset, $"The {what} is {value}; {minimum} to {(maximum > int.MaxValue ? "any number" : maximum)} was expected.",
                "The layout of the file follows from it.", "Export the recording again.");
        return value;
    }

    /// <summary>Some writers print whole numbers with a decimal point.</summary>
    private static bool IsWhole(string text, out long value)
    {
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == Math.Truncate(number) && Math.Abs(number) < 1e15;
        value = isNumber ? (long)number : 0;
        return isNumber;
    }

    private double Number(int offset, int width, string what)
    {
        var text = Text(offset, width);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)) return value;
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value))
        {
            _warnings.Add(Invariant($"The {what} is '{text}' with a decimal comma: read as {value}."));
            return value;
        }

        throw Fault(offset, $"The {what} is '{text}', which is no number.", "The samples cannot be scaled without it.",
            "Correct the field, or export the recording again.");
    }

    private string Text(int offset, int width) =>
        Encoding.Latin1.GetString(_bytes, offset, Math.Min(width, _bytes.Length - offset)).TrimEnd(' ', '\0');

    private void WarnOfForeignBytes()
    {
        var behindVersion = _dialect.Version.Length;
        var at = _bytes.AsSpan(behindVersion).IndexOfAnyExceptInRange((byte)32, (byte)126) + behindVersion;
        if (at < behindVersion) return;
        var how = _bytes[at] == 0 ? "a zero byte, which ends a text here" : $"0x{_bytes[at]:X2}, which is no ASCII: read as Latin-1";
        _warnings.Add($"Byte {at} of the header is {how}.");
    }

    private void RequireLength(int needed)
    {
        if (_fileLength >= needed) return;
        throw Fault(_fileLength, $"The file ends inside the header, which needs {needed} bytes.",
            "The signals are not described to the end.", "Copy the file again from where it was recorded.");
    }

    private RecordingFormatException Fault(long offset, string what, string why, string remedy) => new(_file, offset, what, why, remedy);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
