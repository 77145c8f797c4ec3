using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.NumPy;

/// <summary>Opens an archive of arrays: which one holds the samples, and what the others say of it.</summary>
internal sealed class NpzReader
{
    private static readonly string[] RateNames =
        ["rate_hz", "sfreq", "fs", "sf", "srate", "rate", "sampling_rate", "samplingrate", "sampling_frequency", "sample_rate", "Fs"];

    private static readonly string[] LabelNames = ["labels", "ch_names", "channel_names", "channels", "chan", "chans", "ch"];
    private readonly Stream _file;
    private readonly string _name;
    private readonly NpzDirectory _directory;
    private readonly ClockId _clock;
    private readonly List<string> _warnings = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public NpzReader(Stream file, string name)
    {
        (_file, _name, _directory) = (file, name, NpzDirectory.Read(file, name));
        _clock = new($"recording {name}");
    }

    /// <summary>Opens the recording.</summary>
    public Recording Open()
    {
        var markers = Markers();
        var streams = ImmutableArray.CreateBuilder<RecordedStream>();
        for (var i = 1; i == 1 || _directory.Names.Contains(FormattableString.Invariant($"data_{i}")); i++)
            streams.Add(Stream(i == 1 ? "" : FormattableString.Invariant($"_{i}"), markers));
        var start = Words("start_time", null) is [var text]
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified) : (DateTime?)null;
        var others = _directory.Names.Except(_used).ToList();
        if (others.Count > 0) _warnings.Add($"{others.Count} arrays say nothing that a recording holds and are left out: "
            + $"{string.Join(", ", others.Take(8))}.");
        var header = new RecordingHeader
        {
            Format = "NumPy archive",
            File = _name,
            StartTime = start,
            DurationSeconds = streams.Max(s => s.StoredCount / (s.Info.RateHz ?? double.PositiveInfinity)),
            Streams = [.. streams.Select(s => s.Info)],
            Warnings = [.. _warnings],
        };
        return new(header, streams.ToImmutable(), markers, Gaps(streams), file: _file);
    }

    private NpyStream Stream(string suffix, ImmutableArray<RecordedMarker> markers)
    {
        var dataName = suffix.Length > 0 || _directory.Names.Contains("data") ? "data" + suffix : Largest();
        var data = _directory.TryOpen(dataName)!;
        _used.Add(dataName);
        var rate = Rate(suffix);
        var labels = LabelNames.Select(n => Words(n + suffix, null)).FirstOrDefault(w => w is not null);
        var shape = NpyShape.Of(data, labels?.Length, _warnings);
        if (shape.IsChannelMajor && _directory.IsCostly(dataName))
            throw new RecordingFormatException(data.Name, null,
                $"The array is compressed, has {data.Header.Count} elements, and its channels stand one behind the other.",
                "To reach the samples of one moment all of it would have to be expanded, over and over.",
                    "Save it with numpy.savez, which does not compress.");
        var info = new StreamInfo(rate is { } hertz ? FormattableString.Invariant($"{hertz:0.######} Hz") : "rows",
            Channels(shape.ChannelCount, labels, suffix), rate, _clock);
        var times = rate is null ? Array("times_s" + suffix)?.Numbers() : null;
        if (times is not null && times.Length != shape.SampleCount) times = null;
        if (rate is null && times is null)
            _warnings.Add($"No array states the rate of '{dataName}': the rows are numbered, their times are unknown.");
        var onClock = rate is { } r ? markers.Select(m => m.On(_clock, r)) : markers.Select(m => new Marker(
            times is null ? 0 : NearestRow(times, m.Onset.Seconds), new(_clock, m.Onset.Nanoseconds), m.Label, m.Length ?? Duration.Zero));
        return new(data, shape, info, Segments(shape.SampleCount, rate, suffix), [.. onClock.OrderBy(m => m.SampleIndex)], times);
    }

    private static long NearestRow(double[] times, double seconds)
    {
        var at = System.Array.BinarySearch(times, seconds);
        return at >= 0 ? at : Math.Min(~at, times.Length - 1);
    }

    private string Largest()
    {
        var largest = _directory.Names.Select(n => (Name: n, Header: Readable(n, _directory.HeaderOf)))
            .Where(a => a.Header is { Type.IsNumber: true, Shape.Length: 1 or 2 }).OrderByDescending(a => a.Header!.Count)
            .Select(a => a.Name).FirstOrDefault()
            ?? throw new RecordingFormatException(_name, null, "No array of the archive has one or two axes of numbers.",
                "A recording has two, samples and channels.", "Save the samples as an array [sample × channel].");
        _warnings.Add($"The samples are taken from the largest array, '{largest}'.");
        return largest;
    }

    private double? Rate(string suffix)
    {
        foreach (var name in RateNames)
            if (Array(name + suffix)?.Numbers() is [var rate])
            {
                if (rate > 0 && rate < 1e7) return rate;
                if (!double.IsNaN(rate))
                    _warnings.Add(FormattableString.Invariant($"The array '{name}{suffix}' says {rate}, which is no rate."));
                return null;
            }

        return null;
    }

    private ImmutableArray<Channel> Channels(int count, string[]? labels, string suffix)
    {
        if (labels is not null && labels.Length != count)
            _warnings.Add($"{labels.Length} labels do not fit {count} channels and are left out.");
        if (labels is null || labels.Length != count) labels = [.. Enumerable.Range(1, count).Select(c => $"column {c}")];
        var units = Words("units" + suffix, count);
        if (units is null) _warnings.Add("No array states the units of the channels: their numbers are read as they stand, "
            + "and need not be microvolts.");
        var channels = ChannelNaming.Channels([.. labels.Select((l, i) => (l, new DigitalScale(0, 1, 0, 1, units?[i] ?? "")))], _warnings);
        if (Words("kinds" + suffix, count) is { } kinds)
            channels = [.. channels.Select((c, i) => Enum.TryParse<ChannelKind>(kinds[i], out var kind) && Enum.IsDefined(kind)
                ? c with { Kind = kind } : c)];
        if (Words("references" + suffix, count) is { } references)
            channels = [.. channels.Select((c, i) => references[i].Length > 0 ? c with { Reference = references[i] } : c)];
        return channels;
    }

    private ImmutableArray<RecordedSegment> Segments(long rows, double? rateHz, string suffix)
    {
        if (rows == 0) return [];
        ImmutableArray<RecordedSegment> whole = [new(0, rows, new(_clock, 0))];
        if (Array("segments" + suffix) is not { Header: { IsFortran: false, Shape: [_, 2] } } array || array.Numbers() is not { } numbers)
            return whole;
        var segments = ImmutableArray.CreateBuilder<RecordedSegment>();
        var (end, stored) = (0L, 0L);
        for (var i = 0; i < numbers.Length; i += 2)
        {
            var (first, count) = (numbers[i], numbers[i + 1]);
            if (!(first >= end) || !(count >= 1) || first + count > 1e15 || first != Math.Truncate(first) || count != Math.Truncate(count))
                return Refused();
            segments.Add(new((long)first, (long)count,
                new(_clock, rateHz is { } rate ? Duration.OfSamples((long)first, rate).Nanoseconds : 0)));
            (end, stored) = ((long)(first + count), stored + (long)count);
        }

        return stored == rows ? segments.ToImmutable() : Refused();

        ImmutableArray<RecordedSegment> Refused()
        {
            _warnings.Add($"The array 'segments{suffix}' does not fit the {rows} samples: they are taken to follow "
                + "each other without a gap.");
            return whole;
        }
    }

    private ImmutableArray<RecordedMarker> Markers()
    {
        if (Array("marker_onset_s")?.Numbers() is not { } onsets) return [];
        var labels = Words("marker_labels", onsets.Length);
        var lengths = Array("marker_length_s")?.Numbers();
        var (kinds, channels) = (Words("marker_kinds", onsets.Length), Words("marker_channels", onsets.Length));
        if (labels is null || onsets.Any(o => !(Math.Abs(o) < 1e9)))
        {
            _warnings.Add("The markers are left out: their onsets are no times, or there is no label for each.");
            return [];
        }

        return [.. onsets.Select((onset, i) => new RecordedMarker(Duration.FromSeconds(onset), labels[i],
            lengths?.Length == onsets.Length && lengths[i] is >= 0 and < 1e9 ? Duration.FromSeconds(lengths[i]) : null)
            {
                Kind = kinds?[i] ?? "",
                Channel = channels?[i] is { Length: > 0 } channel ? channel : null,
            }).OrderBy(m => m.Onset.Nanoseconds)];
    }

    private static ImmutableArray<RecordingGap> Gaps(ImmutableArray<RecordedStream>.Builder streams)
    {
        var stream = streams.FirstOrDefault(s => s.MissingCount > 0);
        return stream?.Info.RateHz is not { } rate ? [] : [.. stream.Segments.Zip(stream.Segments.Skip(1), (a, b) =>
        {
            var end = Duration.OfSamples(a.EndSampleIndex, rate);
            return new RecordingGap(end, Duration.OfSamples(b.FirstSampleIndex, rate) - end);
        })];
    }

    private NpyArray? Array(string name)
    {
        var array = Readable(name, _directory.TryOpen);
        if (array is not null) _used.Add(name);
        return array;
    }

    /// <summary>An array beside the samples that cannot be read, such as one of Python objects, is named and left out.</summary>
    private T? Readable<T>(string name, Func<string, T?> read)
        where T : class
    {
        try
        {
            return read(name);
        }
        catch (RecordingFormatException e)
        {
            if (_used.Add(name)) _warnings.Add($"The array '{name}' is left out. {e.Message}");
            return null;
        }
    }

    /// <summary>An array of words; of so many when a number is given.</summary>
    private string[]? Words(string name, int? count) =>
        Array(name)?.Words() is { } words && (count is null || words.Length == count) ? words : null;
}
