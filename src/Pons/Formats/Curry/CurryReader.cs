using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Curry;

/// <summary>Reads parameters, labels and events, and opens the samples that they describe.</summary>
internal sealed class CurryReader
{
    private const string Data = "DATA_PARAMETERS", Device = "DEVICE_PARAMETERS", ChannelsInFile = "CHAN_IN_FILE";

    private const int MaxChannels = 10_000;

    /// <summary>Channels come in groups, each with a suffix to the names of its sections and lists.</summary>
    private static readonly (string Suffix, ChannelKind Kind)[] Groups =
        [("_MAG1", ChannelKind.Meg), ("_MAG2", ChannelKind.Meg), ("", ChannelKind.Eeg), ("_OTHERS", ChannelKind.Other)];

    /// <summary>Values that can point to a person or to the computer where the recording was made.</summary>
    private static readonly HashSet<string> PersonalKeys = new(
        ["DataGuid", "CurrentSessionLabel", "Comments", "FileHistory", "AmplifierInfo", "StartYear", "StartMonth", "StartDay", "StartHour",
            "StartMin",
            "StartSec", "StartMillisec"], StringComparer.OrdinalIgnoreCase);

    private readonly RecordingFiles _files;
    private readonly CurryFiles _names;
    private readonly CurryText _text = new();
    private readonly List<string> _warnings = [];

    public CurryReader(RecordingFiles files, CurryFiles names)
    {
        (_files, _names) = (files, names);
        Add(names.Parameters, "the parameters");
        if (names.Labels is { } labels) Add(labels, "the labels");
    }

    public Recording Open()
    {
        if (Number(Data, "FrequencyDomain", 0) != 0)
            throw Fault("The samples are spectra, not a signal over time.", "They have no place on a time axis.",
                "Export the signal itself.");
        var rate = Rate();
        var channels = Channels();
        var file = _files.Open(_names.Samples, "the samples");
        try
        {
            return Assemble(file, rate, channels);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private Recording Assemble(Stream file, double rate, CurryChannel[] described)
    {
        var isText = _text.Value(Data, "DataFormat") == "ASCII" || _text.Value(Data, "DataByteOrder") == "ASCII";
        var table = isText ? new CurryTable(file, _names.Samples, described.Length, (int)Number(Data, "NumLinesSkip", 0),
            (int)Number(Data, "NumColumnsSkip", 0)) : null;
        var count = SampleCount(table?.Count ?? file.Length / (4L * described.Length), isText);
        var channels = Streams(described);
        var timeline = RecordingTimeline.Continuous(_names.Parameters, rate, count);
        var markers = Markers(rate, count);
        var info = RecordingTimeline.Describe(_names.Parameters, channels, rate);
        ImmutableArray<RecordedChannel> details = [.. described.Select(
            c => new RecordedChannel { SourceLabel = c.Label, LocationMetres = c.LocationMetres })];
        ImmutableArray<double> factors = [.. described.Select(c => ChannelUnit.Of(c.Unit).Factor)];
        RecordedStream stream = table is not null
            ? new CurryTextStream(info, timeline.Segments, timeline.Place(markers), table, factors) { RecordedDetails = details }
            : new NumberStream(info, timeline.Segments, timeline.Place(markers), new()
            {
                File = file,
                FileName = _names.Samples,
                Type = SampleType.Float32,
                IsBigEndian = _text.Value(Data, "DataByteOrder") is not ("INTEL" or ""),
                NumbersPerSample = described.Length,
                Parts = count > 0 ? [new(0, count, SamplesPerBlock(count))] : [],
                Lines = [.. factors.Select(f => (f, 0.0))],
                Details = details,
            });
        RecordingTimeline.WarnOfMarkersOutside(stream, _warnings);
        return new(Header(info, timeline), [stream], markers, file: file);
    }

    private RecordingHeader Header(StreamInfo info, RecordingTimeline timeline) => new()
    {
        Format = _text.Value(Data, "FileVersion") is { Length: > 0 } version ? $"Curry {version[0]}" : "Curry 6 or 7",
        File = _names.Parameters,
        StartTime = StartTime(),
        DurationSeconds = timeline.DurationSeconds,
        Device = _text.Value(Data, "AmplifierInfo"),
        Description = _text.Value(Data, "Comments"),
        Fields = [.. Fields()],
        Streams = [info],
        Warnings = [.. _warnings],
    };

    private IEnumerable<HeaderField> Fields()
    {
        foreach (var (section, key, value) in _text.Values)
            if (value.Length > 0 && (section == Data || section.StartsWith(Device, StringComparison.Ordinal)))
                yield return new($"{section}/{key}", value, PersonalKeys.Contains(key.Replace("_", "", StringComparison.Ordinal)));
        foreach (var (suffix, _) in Groups)
        {
            foreach (var (remark, place) in _text.List("LM_REMARKS" + suffix).Zip(_text.List("LANDMARKS" + suffix)))
                yield return new($"Landmark {remark} (mm)", place.Replace('\t', ' '));
            foreach (var (line, row) in _text.List("IMPEDANCE_VALUES" + suffix).Where(l => l.Length > 0).Select((l, i) => (l, i)))
                yield return new($"IMPEDANCE_VALUES{suffix} {row + 1}", line.Replace('\t', ' '));
        }
    }

    private double Rate()
    {
        var (frequency, step) = (Number(Data, "SampleFreqHz", 0), Number(Data, "SampleTimeUsec", 0));
        if (frequency > 0 && step > 0 && Math.Abs(frequency * step * 1e-6 - 1) > 1e-4)
            throw Fault(FormattableString.Invariant($"The rate is {frequency} Hz, but the time of a sample {step} µs."),
                "The two contradict each other, and no sample has a sure time.", "Correct the file of parameters.");
        var rate = frequency > 0 ? frequency : 1e6 / step;
        return RecordingTimeline.IsRate(rate) ? rate
            : throw Fault(FormattableString.Invariant($"The rate is {frequency} Hz and the time of a sample {step} µs."),
                "No recorder samples at that rate.", "Correct the file of parameters.");
    }

    /// <summary>Channels in the order of the file: their groups one after the other, or where a list of places says.</summary>
    private CurryChannel[] Channels()
    {
        var stated = Number(Data, "NumChannels");
        if (stated is not (>= 1 and <= MaxChannels))
            throw Fault($"The number of channels is {stated}.", "The samples cannot be told apart.", "Correct the file of parameters.");
        var channels = new CurryChannel?[(int)stated];
        var next = 0;
        foreach (var (suffix, kind) in Groups)
        {
            var (labels, places, sensors) = (_text.List("LABELS" + suffix), _text.List(ChannelsInFile + suffix),
                _text.List("SENSORS" + suffix));
            for (var i = 0; i < labels.Count; i++)
            {
                var place = places.Count == 0 ? ++next : PlaceOf(places, i);
                // Channels that are not in the file, such as the reference, have the place 0.
                if (place <= 0) continue;
                if (place > channels.Length || channels[place - 1] is not null)
                    throw Fault($"'{labels[i]}' has the place {place} of {channels.Length} in the file, which "
                        + (place > channels.Length ? "is not there." : $"'{channels[place - 1]!.Label}' has already."),
                        "A label could come to a wrong channel.", "Correct the file of parameters.");
                channels[place - 1] = new(labels[i], Unit(suffix), kind, i < sensors.Count ? Location(sensors[i]) : null);
            }
        }

        var unnamed = channels.Count(c => c is null);
        if (unnamed > 0) _warnings.Add($"{unnamed} of {channels.Length} channels have no label: they are called by their number.");
        return [.. channels.Select((c, i) => c ?? new($"Channel {i + 1}", Unit(""), ChannelKind.Unknown, null))];
    }

    private static int PlaceOf(IReadOnlyList<string> places, int index) =>
        index < places.Count && int.TryParse(places[index], NumberStyles.Integer, CultureInfo.InvariantCulture, out var place) ? place : 0;

    private string Unit(string suffix) => _text.Value(Device + suffix, "DataUnit");

    /// <summary>A magnetometer has the places of two coils; the inner one comes first.</summary>
    private static (double X, double Y, double Z)? Location(string millimetres)
    {
        var parts = millimetres.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value * 1e-3 : double.NaN)
                .ToList();
        return parts.Count >= 3 && parts.Take(3).All(double.IsFinite) ? (parts[0], parts[1], parts[2]) : null;
    }

    private ImmutableArray<Channel> Streams(CurryChannel[] described)
    {
        foreach (var (suffix, _) in Groups.Where(g => _text.HasSection(Device + g.Suffix)))
            if (Number(Device + suffix, "CommonScale", 1) is not 1 and var scale)
                _warnings.Add($"{Device}{suffix} states a common scale of {scale}: what it means is not documented, and it is not "
                    + "applied.");
        return [.. ChannelNaming.Channels([.. described.Select(c => (c.Label, new DigitalScale(0, 1, 0, 1, c.Unit)))], _warnings)
            .Zip(described, (c, d) => c.Kind == ChannelKind.Unknown || d.Kind == ChannelKind.Meg ? c with { Kind = d.Kind } : c)];
    }

    private long SampleCount(long stored, bool isText)
    {
        var (samples, trials) = (Number(Data, "NumSamples", -1), Math.Max(1, Number(Data, "NumTrials", 1)));
        if (samples < 0) return stored;
        if (samples * trials != stored)
            _warnings.Add($"The parameters promise {samples * trials} samples; '{_names.Samples}' has {stored}"
                + (isText ? " lines of them." : $", by its size.") + $" {Math.Min(stored, samples * trials)} are read.");
        return (long)Math.Min(stored, samples * trials);
    }

    private long SamplesPerBlock(long count)
    {
        var order = _text.Value(Data, "DataSampOrder");
        if (order is "SAMP" or "") return 1;
        if (order != "CHAN") throw Fault($"The order of the samples is '{order}'; SAMP and CHAN are known.",
            "The samples cannot be told apart.", "Export the recording again.");
        if (Number(Data, "NumTrials", 1) > 1)
            throw Fault("The samples of several trials stand channel by channel.", "How the two are nested is not documented.",
                "Export the recording with all channels of a sample together.");
        _warnings.Add("The samples are in the order CHAN: each channel is read as one whole, after the other.");
        return count;
    }

    private ImmutableArray<RecordedMarker> Markers(double rate, long count)
    {
        var markers = Trials(rate, count).ToList();
        if (_names.Events is { } name)
        {
            var events = new CurryText();
            using var file = _files.Open(name, "the events");
            events.Add(StoredBytes.ReadText(file, name, _warnings));
            var remarks = events.List("REMARK_LIST");
            foreach (var (line, i) in events.List("NUMBER_LIST").Select((l, i) => (l, i)))
                if (Marker(line, i < remarks.Count ? remarks[i] : "", rate) is { } marker) markers.Add(marker);
                else if (line.Length > 0) _warnings.Add($"The event '{line}' has no sample and type: it is left out.");
        }

        return [.. markers.OrderBy(m => m.Onset.Nanoseconds)];
    }

    /// <summary>Columns: sample, unused, type, unused, first and last sample.</summary>
    private static RecordedMarker? Marker(string line, string remark, double rate)
    {
        var columns = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(c => double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToList();
        if (columns.Count < 3 || !RecordingTimeline.IsTime(columns[0] / rate) || double.IsNaN(columns[2])) return null;
        var type = columns[2].ToString(CultureInfo.InvariantCulture);
        var length = columns.Count >= 6 ? (columns[5] - columns[4]) / rate : 0;
        return new(Duration.FromSeconds(columns[0] / rate), remark.Length > 0 ? remark : type,
            length > 0 && RecordingTimeline.IsTime(length) ? Duration.FromSeconds(length) : null)
        { Kind = remark.Length > 0 ? type : "" };
    }

    /// <summary>Trials stand one behind the other, and nothing says how much time lies between them.</summary>
    private IEnumerable<RecordedMarker> Trials(double rate, long count)
    {
        var (trials, samples) = (Number(Data, "NumTrials", 1), Number(Data, "NumSamples", -1));
        if (trials <= 1 || samples < 1) yield break;
        _warnings.Add($"The recording holds {trials} trials of {samples} samples; the time between them is not stated, so they are read "
            + "without gaps and marked.");
        var labels = _text.List("EPOCH_LABELS");
        for (long t = 0, start = 0; t < trials && start < count; t++, start += (long)samples)
            yield return new(Duration.FromSeconds(start / rate), t < labels.Count && labels[(int)t].Length > 0 ? labels[(int)t]
                : $"{t + 1}",
                Duration.FromSeconds(samples / rate))
            { Kind = "Trial" };
    }

    private DateTime? StartTime()
    {
        var parts = new[] { "StartYear", "StartMonth", "StartDay", "StartHour", "StartMin", "StartSec", "StartMillisec" }.Select(
            k => (int)Number(Data, k, -1)).ToArray();
        if (parts[0] <= 0) return null;
        if (parts[0] <= 9999 && parts[1] is >= 1 and <= 12 && parts[2] >= 1 && parts[2] <= DateTime.DaysInMonth(parts[0], parts[1])
            && parts[3] is >= 0 and < 24 && parts[4] is >= 0 and < 60 && parts[5] is >= 0 and < 60 && parts[6] is >= -1 and < 1000)
            return new DateTime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], Math.Max(0, parts[6]));
        _warnings.Add($"The start, {string.Join(' ', parts)}, is no date and time: it is taken as unknown.");
        return null;
    }

    private void Add(string name, string holds)
    {
        using var file = _files.Open(name, holds);
        _text.Add(StoredBytes.ReadText(file, name, _warnings));
    }

    private double Number(string section, string key, double? absent = null)
    {
        var text = _text.Value(section, key);
        if (text.Length == 0 && absent is { } value) return value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)) return number;
        throw Fault(text.Length == 0 ? $"{section} says nothing about {key}." : $"{key} of {section} is '{text}' instead of a number.",
            "The samples cannot be read without it.", "Correct the file of parameters, or export the recording again.");
    }

    private RecordingFormatException Fault(string what, string why, string remedy) => new(_names.Parameters, null, what, why, remedy);
}
