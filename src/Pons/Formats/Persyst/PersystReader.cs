using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Persyst;

/// <summary>Reads a layout and opens the numbers that it describes.</summary>
internal sealed class PersystReader
{
    private const int MaxWaveforms = 10_000;

    /// <summary>A time of day that jumps by less is a corrected clock, not a gap: a thousandth of the time since the last, or 10
    /// ms.</summary>
    private const double DriftShare = 1e-3, DriftSeconds = 0.01;

    /// <summary>What describes the numbers and can point to no person.</summary>
    private static readonly HashSet<string> TechnicalSections = new(
        [PersystFormat.FileSection, "Montage", "NP_Configuration", "NP_Parameters", "NP_TrendData"], StringComparer.OrdinalIgnoreCase);

    private static readonly string[] DateForms =
        ["M/d/yyyy", "M/d/yy", "yyyy.M.d", "yyyy-M-d", "d-M-yyyy", "d-MMM-yyyy", "d.M.yyyy"];

    private readonly RecordingFiles _files;
    private readonly string _name;
    private readonly List<string> _warnings = [];
    private readonly List<IniText.Line> _lines;

    public PersystReader(RecordingFiles files, string name)
    {
        (_files, _name) = (files, name);
        using var file = files.Open(name, "the layout");
        _lines = IniText.Parse(StoredBytes.ReadText(file, name, _warnings));
    }

    public Recording Open()
    {
        var rate = Number(PersystFormat.FileSection, "SamplingRate");
        if (!RecordingTimeline.IsRate(rate)) throw Fault($"The sampling rate is {rate} Hz.", "No recorder samples at that rate.");
        var type = Number(PersystFormat.FileSection, "DataType") switch
        {
            0 => SampleType.Int16,
            7 => SampleType.Int32,
            var other => throw Fault($"The data type is {other}; 0 (16 bits) and 7 (32 bits) are known.",
                "The numbers cannot be told apart."),
        };
        var fileType = Value(PersystFormat.FileSection, "FileType");
        if (!fileType.Equals("Interleaved", StringComparison.OrdinalIgnoreCase))
            throw Fault($"The file type is '{fileType}'; only 'Interleaved' is described.", "The order of the numbers is unknown.");
        var labels = Labels();
        var file = OpenSamples();
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
        var first = (long)Math.Clamp(Number(PersystFormat.FileSection, "HeaderLength", 0), 0, long.MaxValue / 2);
        var count = SampleCount(file, first, (long)labels.Length * SamplePlan.BytesOf(type));
        var scales = Scales(type, labels.Length);
        var channels = ChannelNaming.Channels([.. labels.Zip(scales)], _warnings);
        var timeline = Timeline(rate, count);
        var comments = Comments(timeline);
        var plan = new SamplePlan
        {
            File = file,
            FileName = DataName(),
            Type = type,
            NumbersPerSample = labels.Length,
            Parts = count > 0 ? [new(first, count)] : [],
            Lines = SamplePlan.LinesOf(scales, _ => 0),
            Scales = scales,
            Details = [.. labels.Select(l => new RecordedChannel { SourceLabel = l })],
        };
        var stream = new NumberStream(
            RecordingTimeline.Describe(_name, channels, rate), timeline.Segments, timeline.Place(comments), plan);
        RecordingTimeline.WarnOfMarkersOutside(stream, _warnings);
        return new(Header(stream.Info, timeline), [stream], comments, timeline.Gaps, file: file);
    }

    private RecordingHeader Header(StreamInfo info, RecordingTimeline timeline) => new()
    {
        Format = "Persyst",
        File = _name,
        StartTime = StartTime(),
        DurationSeconds = timeline.DurationSeconds,
        Subject = string.Join(", ", Section("Patient").Where(l => l.Value.Length > 0
            && (l.Key is "First" or "Middle" or "Last" or "FullName" or "Sex" or "BirthDate" or "ID"
                || l.Key.StartsWith("Medical", StringComparison.Ordinal)))
            .Select(l => $"{l.Key}: {l.Value}")),
        Fields = [.. _lines.Where(l => l.Section is not ("ChannelMap" or "Comments" or "SampleTimes") && l.Value.Length > 0)
            .Select(l => new HeaderField(
                l.Key.Length > 0 ? $"{l.Section}/{l.Key}" : l.Section, l.Value,
                !TechnicalSections.Contains(l.Section) || l.Key.Equals("File", StringComparison.OrdinalIgnoreCase)))],
        Streams = [info],
        Warnings = [.. _warnings],
    };

    /// <summary>One label for each number of a sample; the map gives the place of each, counted from 1.</summary>
    private string[] Labels()
    {
        var count = Number(PersystFormat.FileSection, "WaveformCount");
        if (count is not (>= 1 and <= MaxWaveforms) || count != Math.Floor(count))
            throw Fault($"The number of waveforms is {count}; 1 to {MaxWaveforms} were expected.", "The samples cannot be told apart.");
        var labels = new string?[(int)count];
        foreach (var line in Section("ChannelMap"))
        {
            if (line.Key.Length == 0 || !int.TryParse(line.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var place))
                throw Fault($"The channel map has the line '{line.Text}' instead of a label and a number.",
                    "A label could come to a wrong channel.");
            if (place < 1 || place > labels.Length)
                throw Fault($"The channel map gives '{line.Key}' the waveform {place} of {labels.Length}.",
                    "A label would belong to no samples.");
            if (labels[place - 1] is { } taken)
                _warnings.Add($"The channel map gives waveform {place} to '{taken}' and to '{line.Key}': the first is taken.");
            labels[place - 1] ??= line.Key;
        }

        var unnamed = labels.Count(l => l is null);
        if (unnamed > 0) _warnings.Add($"The channel map names {labels.Length - unnamed} of {labels.Length} waveforms: the others are "
            + "called by their number.");
        return [.. labels.Select((l, i) => l ?? $"Waveform {i + 1}")];
    }

    private ImmutableArray<DigitalScale> Scales(SampleType type, int count)
    {
        var calibration = Number(PersystFormat.FileSection, "Calibration");
        var (low, high) = type == SampleType.Int16 ? (short.MinValue, short.MaxValue) : (int.MinValue, int.MaxValue);
        var scale = new DigitalScale(low * calibration, high * calibration, low, high, "uV");
        if (!scale.IsUsable)
            _warnings.Add($"The calibration is {calibration}: it fixes no scale, so values stay digital numbers without a unit.");
        return [.. Enumerable.Repeat(scale, count)];
    }

    private long SampleCount(Stream file, long first, long sampleBytes)
    {
        var bytes = file.Length - first;
        if (bytes < 0)
            throw new RecordingFormatException(DataName(), null,
                $"The file has {file.Length} bytes; the layout lets the samples begin at {first}.",
                "There are no samples.", "Copy the file again from where it was recorded.");
        if (bytes % sampleBytes != 0)
            _warnings.Add($"{bytes % sampleBytes} trailing bytes of '{DataName()}' make no whole sample of {sampleBytes} bytes and are "
                + "ignored.");
        if (bytes < sampleBytes) _warnings.Add($"'{DataName()}' holds no sample.");
        return bytes / sampleBytes;
    }

    /// <summary>The layout may name a path of the computer where it was made: only the last part means something here.</summary>
    private string DataName()
    {
        var stated = Value(PersystFormat.FileSection, "File").Split('\\', '/')[^1];
        return stated.Length > 0 && _files.Find(stated) is { } found ? found
            : _files.Find(Path.ChangeExtension(_name, ".dat")) ?? (stated.Length > 0 ? stated : Path.ChangeExtension(_name, ".dat"));
    }

    private Stream OpenSamples()
    {
        var (name, stated) = (DataName(), Value(PersystFormat.FileSection, "File").Split('\\', '/')[^1]);
        var file = _files.Open(name, "the samples");
        if (stated.Length > 0 && !name.Equals(stated, StringComparison.OrdinalIgnoreCase))
            _warnings.Add($"The layout names '{stated}', which is not there: '{name}' is read, which has the name of the layout.");
        return file;
    }

    /// <summary>Stretches between the samples whose time of day is stated: a jump between two of them is a gap.</summary>
    private RecordingTimeline Timeline(double rate, long count)
    {
        var timeline = new RecordingTimeline(_name, rate);
        var (first, start, atSample, atTime) = (0L, 0.0, 0L, double.NaN);
        foreach (var (sample, time) in SampleTimes().TakeWhile(t => t.Sample < count))
        {
            var elapsed = (sample - atSample) / rate;
            // Times of day start again at midnight.
            var jump = time - atTime - elapsed;
            if (time < atTime && atTime < TimeSpan.SecondsPerDay) jump += TimeSpan.SecondsPerDay;
            (atSample, atTime) = (sample, time);
            if (double.IsNaN(jump) || Math.Abs(jump) <= Math.Max(1.5 / rate, Math.Max(DriftSeconds, elapsed * DriftShare))) continue;
            if (jump < 0 || !RecordingTimeline.IsTime(start + jump))
            {
                _warnings.Add(FormattableString.Invariant(
                    $"The time of sample {sample} lies {jump:0.###} s from where it should: it is not followed."));
                continue;
            }

            timeline.Add(Duration.FromSeconds(start), sample - first);
            (first, start) = (sample, start + (sample - first) / rate + jump);
        }

        if (count > first) timeline.Add(Duration.FromSeconds(start), count - first);
        return timeline;
    }

    private List<(long Sample, double Time)> SampleTimes()
    {
        var times = new List<(long Sample, double Time)>();
        foreach (var line in Section("SampleTimes"))
        {
            if (!long.TryParse(line.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var sample)
                || !double.TryParse(line.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var time)
                || !RecordingTimeline.IsTime(time) || (times.Count > 0 && sample <= times[^1].Sample))
                _warnings.Add($"The sample time '{line.Text}' is out of order or no number: it is left out.");
            else times.Add((sample, time));
        }

        return times;
    }

    /// <summary>Comments are placed on the samples as they are stored: what is missing before them is added.</summary>
    private ImmutableArray<RecordedMarker> Comments(RecordingTimeline timeline)
    {
        var markers = new List<RecordedMarker>();
        foreach (var line in Section("Comments"))
        {
            var parts = line.Text.Split(',', 5);
            if (parts.Length < 5 || Seconds(parts[0]) is not { } onset)
            {
                _warnings.Add($"The comment '{line.Text}' has no time: it is left out.");
                continue;
            }

            var length = Seconds(parts[1]) is { } seconds and >= 0 ? Duration.FromSeconds(seconds) : (Duration?)null;
            markers.Add(new(OnAxis(onset, timeline), parts[4].Trim(), length) { Kind = parts[3].Trim() });
        }

        return [.. markers.OrderBy(m => m.Onset.Nanoseconds)];
    }

    private static Duration OnAxis(double storedSeconds, RecordingTimeline timeline)
    {
        var onset = Duration.FromSeconds(storedSeconds);
        foreach (var gap in timeline.Gaps)
        {
            if (onset < gap.Start) break;
            onset += gap.Length;
        }

        return onset;
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && RecordingTimeline.IsTime(value) ? value
            : null;

    /// <summary>Date and time of the test; a time of day of the first sample that agrees adds the fraction of the second.</summary>
    private DateTime? StartTime()
    {
        var (date, time) = (Value("Patient", "TestDate"), Value("Patient", "TestTime"));
        if (date.Length == 0) return null;
        if (!DateTime.TryParseExact(date, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || (!TimeSpan.TryParse(time, CultureInfo.InvariantCulture, out var ofDay) && time.Length > 0))
        {
            _warnings.Add($"'{date} {time}' is no date and time: the start is taken as unknown.");
            return null;
        }

        var first = SampleTimes().FirstOrDefault();
        var isOfDay = first.Sample == 0 && Math.Abs(first.Time - ofDay.TotalSeconds) < 1;
        return day + (isOfDay ? TimeSpan.FromMilliseconds(Math.Round(first.Time * 1e3)) : ofDay);
    }

    private IEnumerable<IniText.Line> Section(string name) =>
        _lines.Where(l => l.Section.Equals(name, StringComparison.OrdinalIgnoreCase));

    private string Value(string section, string key) =>
        Section(section).FirstOrDefault(l => l.Key.Equals(key, StringComparison.OrdinalIgnoreCase))?.Value ?? "";

    private double Number(string section, string key, double? absent = null)
    {
        var text = Value(section, key);
        if (text.Length == 0 && absent is { } value) return value;
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)) return number;
        throw Fault(text.Length == 0 ? $"The section [{section}] says nothing about {key}." : $"{key} is '{text}' instead of a number.",
            "The samples cannot be read without it.");
    }

    private RecordingFormatException Fault(string what, string why) =>
        new(_name, null, what, why, "Export the recording again, or correct the layout file.");
}
