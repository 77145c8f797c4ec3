using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Gdf;

/// <summary>Reads the fixed header, the headers of the signals and header 3, and says for each fault where it stands.</summary>
internal sealed class GdfHeaderReader
{
    private const int FixedBytes = 256, BytesPerSignal = 256;
    private const NumberStyles VersionStyle = NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite;

    /// <summary>Times and rates beyond these are faults of the header: about 31 years, 10 MHz.</summary>
    private const double LongestSeconds = 1e9, FastestHz = 1e7;

    private readonly string _file;
    private readonly long _fileLength;
    private readonly double _version;
    private readonly List<string> _warnings = [];
    private GdfBytes _bytes;

    private GdfHeaderReader(string file, long fileLength, GdfBytes fixedPart, double version) =>
        (_file, _fileLength, _bytes, _version) = (file, fileLength, fixedPart, version);

    private bool IsFirst => _version < 1.9;

    /// <summary>The version that the first eight bytes state, such as 1.25; <see langword="null"/> if they are not those of GDF.</summary>
    public static double? VersionOf(ReadOnlySpan<byte> first) =>
        first.Length >= 8 && first.StartsWith("GDF "u8)
        && double.TryParse(first[4..8], VersionStyle, CultureInfo.InvariantCulture, out var version) && version > 0 ? version : null;

    /// <summary>Reads the header from the start of a seekable file.</summary>
    public static GdfHeader Read(Stream file, string name)
    {
        var length = file.Length;
        if (length == 0) throw RecordingFormat.Empty(name);
        var first = new byte[Math.Min(FixedBytes, length)];
        file.Position = 0;
        file.ReadExactly(first);
        if (VersionOf(first) is not { } version)
            throw new RecordingFormatException(name, 0,
                $"The file begins with {Convert.ToHexString(first.AsSpan(0, Math.Min(8, first.Length)))} in hexadecimal "
                + "instead of 'GDF' and a version.",
                "The file is therefore not GDF.", "Open it with the format that it was written in.");
        return new GdfHeaderReader(name, length, new(first), version).Read(file);
    }

    private GdfHeader Read(Stream file)
    {
        RequireLength(FixedBytes);
        var count = IsFirst ? _bytes.U32(252) : (uint)_bytes.U16(252);
        var signalsEnd = FixedBytes + BytesPerSignal * (long)count;
        RequireLength(signalsEnd);
        var headerBytes = HeaderBytes(signalsEnd, count);
        var bytes = new byte[headerBytes];
        file.Position = 0;
        file.ReadExactly(bytes);
        _bytes = new(bytes);
        var signals = Enumerable.Range(0, (int)count).Select(i => Signal(i, (int)count)).ToImmutableArray();
        var fields = Fields((int)signalsEnd);
        return WithRecords(WithStreams(new()
        {
            Format = FormattableString.Invariant($"GDF {_version:0.00}"),
            File = _file,
            Version = _version,
            HeaderBytes = headerBytes,
            Subject = _bytes.Text(8, IsFirst ? 80 : 66),
            Description = _bytes.Text(88, IsFirst ? 80 : 64),
            StartTime = StartTime(),
            Device = string.Join(' ', fields.Where(f => f.Name is "manufacturer" or "model").Select(f => f.Value)),
            Fields = [.. fields],
            StatedRecordCount = _bytes.I64(236),
            RecordSeconds = RecordSeconds(signals),
            Signals = signals,
        }));
    }

    private int HeaderBytes(long signalsEnd, uint count)
    {
        var stated = IsFirst ? _bytes.I64(184) : _bytes.U16(184) * 256L;
        if (stated < signalsEnd)
            throw Fault(184, $"The header says that it has {stated} bytes, but {count} signals need {signalsEnd}.",
                "Where the samples begin is unknown.", "Export the recording again.");
        if (stated > _fileLength || stated > int.MaxValue)
            throw Fault(184, $"The header says that it has {stated} bytes, but the file has {_fileLength}.",
                "Where the samples begin is unknown.", "Copy the file again from where it was recorded.");
        return (int)stated;
    }

    private GdfSignal Signal(int index, int count)
    {
        int At(int fieldOffset, int width) => FixedBytes + fieldOffset * count + index * width;
        var label = _bytes.Text(At(0, 16), 16);
        var code = _bytes.U32(At(220, 4));
        var type = GdfSignal.TypeOf(code) ?? throw Fault(
            At(220, 4), $"Signal {index + 1} '{label}' has samples of type {code}, which is not read.",
            "The layout of every record follows from it.", "Convert the file with BioSig to another type.");
        var samples = _bytes.U32(At(216, 4));
        if (samples > int.MaxValue)
            throw Fault(At(216, 4), $"Signal {index + 1} '{label}' has {samples} samples a record.",
                "The layout of every record follows from it.", "Export the recording again.");
        if (samples == 0) _warnings.Add($"Signal '{label}' holds 0 samples a record: it is left out.");
        return new()
        {
            Label = label,
            Type = type,
            SamplesPerRecord = (int)samples,
            Scale = Scale(label, type, At),
            Detail = IsFirst ? FirstDetail(label, At) : SecondDetail(label, At),
        };
    }

    private DigitalScale Scale(string label, SampleType type, Func<int, int, int> at)
    {
        var unit = IsFirst ? _bytes.Text(at(96, 8), 8) : GdfUnits.NameOf(_bytes.U16(at(102, 2)));
        if (!IsFirst && unit.Length == 0) unit = _bytes.Text(at(96, 6), 6);
        var (low, high) = IsFirst ? (_bytes.I64(at(120, 8)), _bytes.I64(at(128, 8))) : (_bytes.F64(at(120, 8)), _bytes.F64(at(128, 8)));
        var scale = new DigitalScale(_bytes.F64(at(104, 8)), _bytes.F64(at(112, 8)), low, high, unit);
        if (scale.IsUsable) return scale;
        // A floating-point number without a scale is the measured value itself.
        if (type >= SampleType.Float32) return new(0, 1, 0, 1, unit);
        _warnings.Add($"Signal '{label}' has the limits "
            + FormattableString.Invariant($"{scale.PhysicalMinimum} to {scale.PhysicalMaximum} for {low} to {high}: ")
            + "they fix no scale, so its values stay digital numbers without a unit.");
        return scale;
    }

    private RecordedChannel FirstDetail(string label, Func<int, int, int> at) => new()
    {
        SourceLabel = label,
        Sensor = _bytes.Text(at(16, 80), 80),
        Filtering = _bytes.Text(at(136, 80), 80),
    };

    private RecordedChannel SecondDetail(string label, Func<int, int, int> at)
    {
        var (lowPass, highPass, notch) = (_bytes.F32(at(204, 4)), _bytes.F32(at(208, 4)), _bytes.F32(at(212, 4)));
        // Writers that know nothing leave zeros: a high-pass or notch of 0 means none only beside a low-pass.
        var isStated = lowPass > 0 && float.IsFinite(lowPass);
        double? Corner(float hertz) => float.IsFinite(hertz) && (hertz > 0 || (hertz == 0 && isStated)) ? hertz : null;
        return new()
        {
            SourceLabel = label,
            Sensor = _bytes.Text(at(16, 80), 80),
            Filtering = _bytes.Text(at(136, 68), _version < 2.22 ? 68 : 64),
            LowPassHz = isStated ? lowPass : null,
            HighPassHz = Corner(highPass),
            NotchHz = Corner(notch),
            ImpedanceOhms = Impedance(at),
            LocationMetres = Location(at),
        };
    }

    private double? Impedance(Func<int, int, int> at)
    {
        if (_version < 2.19) return _bytes.U8(at(236, 20)) is > 0 and < 255 and var eighths ? Math.Pow(2, eighths / 8.0) : null;
        var ohms = _bytes.F32(at(236, 20));
        return GdfUnits.IsVoltage(_bytes.U16(at(102, 2))) && ohms > 0 && float.IsFinite(ohms) ? ohms : null;
    }

    private (double X, double Y, double Z)? Location(Func<int, int, int> at)
    {
        var (x, y, z) = (_bytes.F32(at(224, 12)), _bytes.F32(at(224, 12) + 4), _bytes.F32(at(224, 12) + 8));
        var norm = Math.Sqrt((double)x * x + (double)y * y + (double)z * z);
        // The specification states no unit; numbers of the size of a head in metres are taken for such, others are kept as a field.
        return norm is > 0.02 and < 0.3 ? (x, y, z) : null;
    }

    private List<HeaderField> Fields(int signalsEnd)
    {
        List<HeaderField> fields = [.. GdfPerson.Names(_bytes.Text(8, IsFirst ? 80 : 66))];
        if (IsFirst) return fields;
        fields.AddRange(GdfPerson.Fields(_bytes, _version));
        fields.AddRange(Places((signalsEnd - FixedBytes) / BytesPerSignal));
        fields.AddRange(GdfTags.Fields(_bytes, signalsEnd, _warnings));
        return fields;
    }

    private IEnumerable<HeaderField> Places(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var signal = i;
            int At(int fieldOffset, int width) => FixedBytes + fieldOffset * count + signal * width;
            var place = At(224, 12);
            var (x, y, z) = (_bytes.F32(place), _bytes.F32(place + 4), _bytes.F32(place + 8));
            if ((x, y, z) != (0, 0, 0) && Location(At) is null && float.IsFinite(x) && float.IsFinite(y) && float.IsFinite(z))
                yield return new($"position of '{_bytes.Text(At(0, 16), 16)}'", FormattableString.Invariant($"{x}, {y}, {z}"));
        }
    }

    private DateTime? StartTime()
    {
        if (!IsFirst) return GdfPerson.Moment(_bytes.U64(168));
        var text = _bytes.Text(168, 16);
        if (text.Length == 0) return null;
        var digits = text.PadRight(16, '0');
        if (DateTime.TryParseExact(digits, "yyyyMMddHHmmssff", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start))
            return start;
        _warnings.Add($"The start '{text}' is no date and time: the start of the recording is unknown.");
        return null;
    }

    private double RecordSeconds(ImmutableArray<GdfSignal> signals)
    {
        var (numerator, denominator) = (_bytes.U32(244), _bytes.U32(248));
        var seconds = _version < 2.21 ? numerator / (double)denominator : _bytes.F64(244);
        var fastest = signals.Select(s => s.SamplesPerRecord).DefaultIfEmpty(0).Max();
        if (fastest == 0) return double.IsFinite(seconds) && seconds is >= 0 and <= LongestSeconds ? seconds : 0;
        var found = _version < 2.21 ? $"{numerator}/{denominator}" : FormattableString.Invariant($"{seconds}");
        if (!(seconds > 0) || seconds > LongestSeconds)
            throw Fault(244, $"The duration of a data record is {found} s; a positive number was expected.",
                "The sampling rates follow from it.", "Find the true rate and correct the header, or export the recording again.");
        if (fastest > seconds * FastestHz)
            throw Fault(244, $"{fastest} samples in a data record of {found} s are more than {FastestHz:0} Hz; "
                + "no body is recorded at that rate.",
                "The time of every sample follows from it.", "Find the true rate and correct the header, or export the recording again.");
        return seconds;
    }

    private GdfHeader WithStreams(GdfHeader header)
    {
        var stored = Enumerable.Range(0, header.Signals.Length).Where(i => header.Signals[i].SamplesPerRecord > 0).ToList();
        var named = ChannelNaming.Channels([.. stored.Select(i => (header.Signals[i].Label, header.Signals[i].Scale))], _warnings);
        var channels = new Channel?[header.Signals.Length];
        for (var k = 0; k < stored.Count; k++) channels[stored[k]] = named[k];
        return header with
        {
            Channels = [.. channels],
            Streams = [.. header.Groups.Select(group =>
            {
                var rate = Rate(header.Signals[group[0]].SamplesPerRecord, header.RecordSeconds);
                return new StreamInfo(FormattableString.Invariant($"{rate:0.######} Hz"), [.. group.Select(i => channels[i]!)], rate,
                    header.Clock);
            })],
        };
    }

    /// <summary>From the fraction itself where the header has one: a record of 1/150 s is no exact number of seconds.</summary>
    private double Rate(int samples, double seconds) =>
        _version < 2.21 ? samples * (double)_bytes.U32(248) / _bytes.U32(244) : samples / seconds;

    private GdfHeader WithRecords(GdfHeader header)
    {
        var (recordBytes, dataBytes) = (header.RecordBytes, _fileLength - header.HeaderBytes);
        var whole = recordBytes == 0 ? 0 : dataBytes / recordBytes;
        var stated = recordBytes == 0 ? 0 : header.StatedRecordCount;
        var records = stated < 0 ? whole : Math.Min(stated, whole);
        if (records * header.RecordSeconds > LongestSeconds)
            throw Fault(236,
                FormattableString.Invariant($"{records} data records of {header.RecordSeconds} s are more than any recording."),
                "The time of every sample follows from it.", "Export the recording again.");
        if (stated < 0)
            _warnings.Add($"The number of data records is {stated}, so the recorder did not close the file: {whole} by its size; "
                + "a table of events cannot be found.");
        else if (whole < stated)
            _warnings.Add($"The header promises {stated} data records of {recordBytes} bytes; the file ends after {whole}, "
                + $"which are read. {dataBytes - whole * recordBytes} bytes of a torn record and the table of events are left out.");
        if (records == 0 && recordBytes > 0) _warnings.Add("The file holds no whole data record: it opens with 0 samples.");
        return header with
        {
            RecordCount = records,
            StatedRecordCount = stated,
            DurationSeconds = records * header.RecordSeconds,
            Warnings = [.. _warnings],
        };
    }

    private void RequireLength(long needed)
    {
        if (_fileLength >= needed) return;
        throw Fault(_fileLength, $"The file ends inside the header, which needs {needed} bytes.",
            "The signals are not described to the end.", "Copy the file again from where it was recorded.");
    }

    private RecordingFormatException Fault(long offset, string what, string why, string remedy) => new(_file, offset, what, why, remedy);
}
