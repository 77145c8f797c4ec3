using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.AntCnt;

/// <summary>Opens a recording: header, table of channels, blocks, and the events of the first source that has any.</summary>
internal sealed class AntCntReader
{
    /// <summary>Written for an electrode whose impedance was not measured, in ohms.</summary>
    private const double NotMeasuredOhms = int.MaxValue;

    private const int MaxChannels = 4096;

    private static readonly string[] OpenNames = ["MachineMake", "MachineModel", "StartFraction"];
    private static readonly string[] SubjectNames = ["SubjectName", "SubjectID", "SubjectSex", "SubjectDateOfBirth", "SubjectHandedness"];

    private readonly RecordingFiles _files;
    private readonly Stream _file;
    private readonly string _name;
    private readonly bool _isWide;
    private readonly List<string> _warnings = [];
    private readonly List<RiffChunk> _chunks;
    private readonly AntCntText _head, _info;
    private readonly AntCntDate? _start;

    public AntCntReader(RecordingFiles files, Stream file, string name)
    {
        (_files, _file, _name) = (files, file, name);
        _isWide = RiffChunk.IsWide(StoredBytes.Read(file, name, 0, RiffChunk.FormBytes, "form"));
        _chunks = RiffChunk.Between(file, name, _isWide, _isWide ? 16 : 12, file.Length);
        _head = new(Text(Chunk("eeph") ?? throw Fault(
            null, "There is no header 'eeph'.", "Nothing says what the samples are: the file was cut off.")));
        (_info, _start) = Info();
    }

    public Recording Open()
    {
        var rate = Number("Sampling Rate");
        if (!RecordingTimeline.IsRate(rate)) throw Fault(null, $"The sampling rate is {rate} Hz.", "No recorder samples at that rate.");
        var described = Channels();
        var samples = Chunk("raw3") ?? throw Fault(null, "There are no samples 'raw3'.",
            Chunk("rawf") is null ? "The file was cut off." : "It holds an average, not a recording.");
        var blocks = new AntCntBlocks(_file, _name, _isWide, samples, described.Count);
        var timeline = Timeline(rate, SampleCount(blocks));
        var (markers, impedances) = Markers(timeline);
        var channels = Named(described);
        var stream = new AntCntStream(RecordingTimeline.Describe(_name, channels, rate), timeline, timeline.Place(markers), blocks,
            [.. described.Select(d => d.Scale)])
        {
            RecordedDetails = [.. described.Select((d, i) => new RecordedChannel
            {
                SourceLabel = d.Label,
                Sensor = d.Type,
                ImpedanceOhms = i < impedances.Length && impedances[i] * 1e3 is >= 0 and < NotMeasuredOhms and var ohms ? ohms : null,
            })],
        };
        RecordingTimeline.WarnOfMarkersOutside(stream, _warnings);
        return new(Header(stream.Info, timeline, described), [stream], markers, timeline.Gaps, file: _file);
    }

    private RecordingHeader Header(StreamInfo info, RecordingTimeline timeline, List<AntCntChannel> described) => new()
    {
        Format = $"ANT CNT {_head.Value("File Version")}".TrimEnd(),
        File = _name,
        StartTime = _start?.ToDateTime(),
        DurationSeconds = timeline.DurationSeconds,
        Device = $"{_info.Value("MachineMake")} {_info.Value("MachineModel")}".Trim(),
        Description = _info.Value("Comment"),
        Subject = string.Join(", ", _info.Values.Where(v => SubjectNames.Contains(v.Name)).Select(v => $"{v.Name[7..]}: {v.Value}")),
        Fields = [.. _info.Values.Select(v => new HeaderField(v.Name, v.Value, !OpenNames.Contains(v.Name))),
            .. _head.Lines("History").Where(l => l != "EOH").Select(l => new HeaderField("History", l, true)),
            .. described.Where(d => d.Status.Length > 0).Select(d => new HeaderField($"Status {d.Label}", d.Status))],
        Streams = [info],
        Warnings = [.. _warnings],
    };

    private List<AntCntChannel> Channels()
    {
        var stated = Number("Channels");
        var described = new List<AntCntChannel>();
        foreach (var line in _head.Lines("Basic Channel Data").Where(l => !l.StartsWith(';')).Take(MaxChannels))
            described.Add(AntCntChannel.Parse(line) ?? throw Fault(
                null, $"The channel '{line}' has no label, two factors and a unit.", "Its samples have no scale."));
        if (described.Count == 0 || described.Count != stated)
            throw Fault(null, $"The header promises {stated} channels and describes {described.Count}.",
                "The samples of the channels cannot be told apart.");
        return described;
    }

    private ImmutableArray<Channel> Named(List<AntCntChannel> described)
    {
        foreach (var channel in described.Where(d => !d.Scale.IsUsable))
            _warnings.Add($"The factors of '{channel.Label}' fix no scale: its values stay digital numbers without a unit.");
        return [.. ChannelNaming.Channels([.. described.Select(d => (d.Label, d.Scale))], _warnings)
            .Zip(described, (c, d) => c with
            {
                Reference = d.Reference ?? c.Reference,
                Kind = d.Type == "EEG" && c.Kind == ChannelKind.Unknown ? ChannelKind.Eeg : c.Kind,
            })];
    }

    private long SampleCount(AntCntBlocks blocks)
    {
        var stated = Number("Samples");
        var largest = (blocks.Count - 1L) * blocks.SamplesPerBlock + Math.Min(blocks.SamplesPerBlock, blocks.LargestLast);
        if (stated >= 0 && stated <= largest) return (long)stated;
        throw Fault(null, $"The header promises {stated} samples; {blocks.Count} blocks of {blocks.SamplesPerBlock} cannot hold more "
            + $"than {largest}.",
            "The last samples would be invented.");
    }

    /// <summary>A file of segments states when all but the first began, and how many samples each has.</summary>
    private RecordingTimeline Timeline(double rate, long count)
    {
        var continuous = RecordingTimeline.Continuous(_name, rate, count);
        if (OpenSide(".seg") is not var (file, name)) return continuous;
        using var seg = file;
        var segments = new List<(AntCntDate Start, long Count)>();
        foreach (var line in StoredBytes.ReadText(file, name, _warnings).Split('\n', StringSplitOptions.TrimEntries))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 3 && TryNumber(words[0], out var days) && TryNumber(words[1], out var fraction)
                && long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var samples))
                segments.Add((new(days, fraction), samples));
        }

        var first = count - segments.Sum(s => (decimal)s.Count);
        if (first == 0 && segments.Count > 0) (first, segments) = (segments[0].Count, segments[1..]);
        if (segments.Count == 0 || _start is not { } start) return continuous;
        var timeline = new RecordingTimeline(_name, rate);
        if (first < 1 || segments.Any(s => s.Count < 1 || !s.Start.IsDate || s.Start.Since(start) is null))
        {
            _warnings.Add($"'{name}' describes segments that do not make up the {count} samples: they are read without gaps.");
            return continuous;
        }

        timeline.Add(Duration.Zero, (long)first);
        foreach (var (began, samples) in segments)
        {
            var onset = began.Since(start)!.Value;
            if (onset.Seconds < timeline.EndSampleIndex / rate - 1)
                _warnings.Add($"'{name}' lets a segment begin before the one before ends: it follows without a gap.");
            timeline.Add(onset, samples);
        }

        return timeline;
    }

    /// <summary>Events beside the file come before those inside: the library, then the list of triggers.</summary>
    private (ImmutableArray<RecordedMarker> Markers, float[] ImpedancesKilohms) Markers(RecordingTimeline timeline)
    {
        var (markers, impedances) = (new List<RecordedMarker>(), Array.Empty<float>());
        if (OpenSide(".evt") is var (file, name))
            using (file)
            {
                var events = AntCntEventLibrary.Read(file, name, _warnings);
                impedances = events.Find(e => e.ImpedancesKilohms.Length > 0)?.ImpedancesKilohms ?? [];
                markers.AddRange(events.Select(Marker).OfType<RecordedMarker>());
                if (markers.Count < events.Count)
                    _warnings.Add($"{events.Count - markers.Count} events have no time, or the recording has none: they are left out.");
            }

        if (markers.Count == 0) markers.AddRange(Triggers(timeline));
        return ([.. markers.OrderBy(m => m.Onset.Nanoseconds)], impedances);
    }

    private RecordedMarker? Marker(AntCntEvent read)
    {
        if (_start is not { } start || !read.Time.IsDate || read.Time.Since(start) is not { } onset) return null;
        var label = read.Description.Length > 0 ? read.Description
            : read.Code is { } code ? code.ToString(CultureInfo.InvariantCulture)
            : read.Condition.Length > 0 ? read.Condition : read.Name;
        return new(onset, label,
            read.DurationSeconds > 0 && RecordingTimeline.IsTime(read.DurationSeconds) ? Duration.FromSeconds(read.DurationSeconds) : null)
        {
            Kind = read.Condition.Length > 0 && read.Condition != label ? read.Condition : read.Name,
            Channel = read.Channel.Length > 0 ? read.Channel : null,
        };
    }

    private List<RecordedMarker> Triggers(RecordingTimeline timeline)
    {
        if (OpenSide(".trg") is var (file, name))
        {
            using var trg = file;
            var (listed, period) = (new List<RecordedMarker>(), 1 / timeline.RateHz);
            foreach (var line in StoredBytes.ReadText(file, name, _warnings).Split('\n').Skip(1))
            {
                // Time, in older files without and otherwise with the place in the file, code.
                var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (words.Length < 2 || !TryNumber(words[0], out var seconds) || !RecordingTimeline.IsTime(seconds)) continue;
                listed.Add(new(timeline.OnsetOfStored((long)Math.Round(seconds / period)),
                    words[words.Length == 2 || words[2] == "cls" ? 1 : 2]));
            }

            if (listed.Count > 0) return listed;
        }

        return Chunk("evt") is { } chunk ? Embedded(chunk, timeline) : [];
    }

    /// <summary>A sample and eight letters each.</summary>
    private List<RecordedMarker> Embedded(RiffChunk chunk, RecordingTimeline timeline)
    {
        var width = _isWide ? 16 : 12;
        var bytes = StoredBytes.Read(_file, _name, chunk.Position, chunk.Length, "table of events");
        var markers = new List<RecordedMarker>(bytes.Length / width);
        for (var at = 0; at + width <= bytes.Length; at += width)
        {
            var sample = _isWide ? BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at))
                : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            if (RecordingTimeline.IsTime(sample / timeline.RateHz))
                markers.Add(new(timeline.OnsetOfStored(sample), StoredText.Field(bytes.AsSpan(at + width - 8, 8))));
        }

        return markers;
    }

    private (AntCntText Info, AntCntDate? Start) Info()
    {
        if (Chunk("info") is not { } chunk) return (new(""), null);
        var text = new AntCntText(Text(chunk));
        AntCntDate? start = null;
        if (TryNumber(text.Value("StartDate"), out var days))
        {
            TryNumber(text.Value("StartFraction"), out var fraction);
            start = new AntCntDate(days, fraction);
        }
        else if (chunk.Length >= 16)
        {
            // Older files have two numbers here, and then what is not described.
            var bytes = StoredBytes.Read(_file, _name, chunk.Position, 16, "start of the recording");
            (text, start) = (new(""), new(BinaryPrimitives.ReadDoubleLittleEndian(bytes),
                BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(8))));
        }

        if (start is not { IsDate: false }) return (text, start);
        _warnings.Add($"The start, {start.Value.Days} days and {start.Value.Fraction} s, is no date: it is taken as unknown.");
        return (text, null);
    }

    private RiffChunk? Chunk(string name) => _chunks.Find(c => c.Name == name);

    private string Text(RiffChunk chunk)
    {
        var text = StoredText.Decode(StoredBytes.Read(_file, _name, chunk.Position, chunk.Length, $"text '{chunk.Name}'"), out var assumed);
        if (assumed is not null) _warnings.Add($"The part '{chunk.Name}' is not written in UTF-8: its letters are read as {assumed}.");
        return text;
    }

    private double Number(string name) => TryNumber(_head.Value(name), out var value) ? value
        : throw Fault(null, _head.Value(name).Length == 0 ? $"The header says nothing about [{name}]."
            : $"[{name}] is '{_head.Value(name)}' instead of a number.",
            "The samples cannot be read without it.");

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private (Stream File, string Name)? OpenSide(string extension) =>
        _files.Find(Path.ChangeExtension(_name, extension)) is { } name && name != _name && _files.TryOpen(name) is { } file ? (file, name)
            : null;

    private RecordingFormatException Fault(long? at, string what, string why) =>
        new(_name, at, what, why, "Copy the file again from where it was recorded.");
}
