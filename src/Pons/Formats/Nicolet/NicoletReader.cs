using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Nicolet;

/// <summary>Reads a header of lines and opens the numbers that it describes.</summary>
internal sealed class NicoletReader
{
    private static readonly string[] PersonalKeys = ["pat_id", "adm_id", "rec_id", "start_ts"];
    private static readonly string[] TimeForms = ["yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-d H:m:s", "yyyy-M-dTH:m:s.FFFFFFF", "yyyy-M-dTH:m:s"];

    private readonly RecordingFiles _files;
    private readonly string _name, _dataName;
    private readonly List<string> _warnings = [];
    private readonly List<IniText.Line> _lines;

    public NicoletReader(RecordingFiles files, string name)
    {
        (_files, _name) = (files, name);
        _dataName = files.Find(Path.ChangeExtension(name, ".data")) ?? Path.ChangeExtension(name, ".data");
        using var file = files.Open(name, "the header");
        _lines = IniText.Parse(StoredBytes.ReadText(file, name, _warnings));
    }

    public Recording Open()
    {
        var rate = Number("sample_freq");
        if (!RecordingTimeline.IsRate(rate)) throw Fault($"The sampling rate is {rate} Hz.", "No recorder samples at that rate.");
        var type = Number("sample_bytes") switch
        {
            2 => SampleType.Int16,
            4 => SampleType.Int32,
            var other => throw Fault($"A sample has {other} bytes; 2 or 4 were expected.", "The numbers cannot be told apart."),
        };
        var labels = Labels();
        var file = _files.Open(_dataName, "the samples");
        try
        {
            return Assemble(file, rate, type, labels);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private Recording Assemble(Stream file, double rate, SampleType type, string[] labels)
    {
        var count = SampleCount(file, (long)labels.Length * SamplePlan.BytesOf(type));
        var factor = Number("conversion_factor");
        var (low, high) = type == SampleType.Int16 ? (short.MinValue, short.MaxValue) : (int.MinValue, int.MaxValue);
        var scale = new DigitalScale(low * factor, high * factor, low, high, "uV");
        if (!scale.IsUsable) _warnings.Add($"The conversion factor is {factor}: it fixes no scale, so values stay digital numbers "
            + "without a unit.");
        ImmutableArray<DigitalScale> scales = [.. labels.Select(_ => scale)];
        var channels = ChannelNaming.Channels([.. labels.Zip(scales)], _warnings);
        var timeline = RecordingTimeline.Continuous(_name, rate, count);
        var stream = new NumberStream(RecordingTimeline.Describe(_name, channels, rate), timeline.Segments, [], new()
        {
            File = file,
            FileName = _dataName,
            Type = type,
            NumbersPerSample = labels.Length,
            Parts = count > 0 ? [new(0, count)] : [],
            Lines = SamplePlan.LinesOf(scales, _ => 0),
            Scales = scales,
            Details = [.. labels.Select(l => new RecordedChannel { SourceLabel = l })],
        });
        var header = new RecordingHeader
        {
            Format = "Nicolet",
            File = _name,
            StartTime = StartTime(),
            DurationSeconds = timeline.DurationSeconds,
            Subject = Value("pat_id") is { Length: > 0 } patient ? $"pat_id: {patient}" : "",
            Fields = [.. _lines.Where(l => l.Key != "elec_names")
                .Select(l => new HeaderField(l.Key, l.Value, PersonalKeys.Contains(l.Key)))],
            Streams = [stream.Info],
            Warnings = [.. _warnings],
        };
        return new(header, [stream], [], file: file);
    }

    private string[] Labels()
    {
        var labels = Value("elec_names").Trim('[', ']').Split(',', StringSplitOptions.TrimEntries);
        var count = Number("num_channels");
        if (count != labels.Length)
            throw Fault($"The header names {labels.Length} electrodes and promises {count} channels.",
                "The samples of the channels cannot be told apart.");
        return labels;
    }

    private long SampleCount(Stream file, long sampleBytes)
    {
        var (stored, promised) = (file.Length / sampleBytes, Number("num_samples"));
        if (stored != promised || file.Length % sampleBytes != 0)
            _warnings.Add($"The header promises {promised} samples; '{_dataName}' has {file.Length} bytes, which make {stored}: these "
                + "are read.");
        return stored;
    }

    private DateTime? StartTime()
    {
        var text = Value("start_ts");
        if (text.Length == 0) return null;
        if (DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)) return start;
        _warnings.Add($"'{text}' is no date and time: the start is taken as unknown.");
        return null;
    }

    private string Value(string key) => _lines.FirstOrDefault(l => l.Key == key)?.Value ?? "";

    private double Number(string key)
    {
        var text = Value(key);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)) return number;
        throw Fault(text.Length == 0 ? $"The header says nothing about {key}." : $"{key} is '{text}' instead of a number.",
            "The samples cannot be read without it.");
    }

    private RecordingFormatException Fault(string what, string why) =>
        new(_name, null, what, why, "Export the recording again, or correct the header.");
}
