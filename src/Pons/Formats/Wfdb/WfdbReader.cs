using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Wfdb;

/// <summary>Opens a record: header, segments, signal files, annotations; samples stay in the files.</summary>
internal sealed class WfdbReader : IDisposable
{
    /// <summary>Sums are checked by reading everything; for more than this it would take too long.</summary>
    private const long LargestCheckedBytes = 1L << 27;

    private readonly RecordingFiles _files;
    private readonly WfdbFiles _signalFiles;
    private readonly WfdbRecord _record;
    private readonly ClockId _clock;
    private readonly List<string> _warnings = [];
    private readonly List<HeaderField> _annotationFields = [];

    /// <summary>Headers of the segments; <see langword="null"/> for a stretch without samples.</summary>
    private readonly List<(WfdbRecord? Header, long FrameCount)> _parts = [];

    /// <summary>The signals of the whole record.</summary>
    private readonly ImmutableArray<WfdbSignal> _signals;

    public WfdbReader(RecordingFiles files, string header)
    {
        (_files, _signalFiles, _clock) = (files, new(files), new($"recording {header}"));
        _record = ReadHeader(header);
        if (_record.HasSegments) ReadSegments();
        else _parts.Add((_record, _record.FrameCount ?? long.MaxValue));
        _signals = LayoutSignals();
    }

    public void Dispose() => _signalFiles.Dispose();

    /// <summary>The header alone; frames as they are stated, or as the files are long.</summary>
    public RecordingHeader Header()
    {
        var frames = _parts.Where(p => p.Header is not null).Sum(p => p.FrameCount == long.MaxValue ? 0 : (double)p.FrameCount);
        if (frames == 0 && !_record.HasSegments && _record.Signals.Any(s => s.File != WfdbSignal.NoFile))
            frames = SegmentOf(0, _parts[0]).FrameCount;
        return Header(Infos(), frames, "") with { Warnings = [.. _warnings] };
    }

    public Recording Open()
    {
        var segments = Segments();
        var infos = Infos();
        var markers = Markers([.. infos.SelectMany(i => i.Channels).Select(c => c.Label)]);
        var sums = CheckSums(segments);
        var streams = Groups().Select(RecordedStream (g, i) =>
            Stream(infos[i], g.Signals, g.PerFrame, segments, markers)).ToImmutableArray();
        var header = Header(infos, segments.Sum(s => (double)s.FrameCount), sums);
        return new(header with { Warnings = [.. _warnings] }, streams, markers, Gaps(segments), file: this);
    }

    private WfdbRecord ReadHeader(string name)
    {
        using var file = _files.Open(name, "what the record is");
        return WfdbHeaderReader.Read(file, name, _warnings);
    }

    private void ReadSegments()
    {
        foreach (var (name, frames) in _record.Segments)
        {
            if (name == WfdbSignal.NoFile)
            {
                _parts.Add((null, frames));
                continue;
            }

            var header = ReadHeader(name + WfdbPlace.HeaderExtension);
            if (header.HasSegments)
                throw new RecordingFormatException(header.File, 0, $"The segment '{name}' of '{_record.File}' has segments itself.",
                    "WFDB knows no segments of segments.", "Name one of the two records alone.");
            if (header.FrameRateHz != _record.FrameRateHz)
                _warnings.Add(string.Create(CultureInfo.InvariantCulture,
                    $"The segment '{name}' states {header.FrameRateHz} Hz, the record {_record.FrameRateHz} Hz: the record counts."));
            if (header.FrameCount is { } own && own != frames)
                _warnings.Add($"The segment '{name}' states {own} samples, the record {frames}: at most {Math.Min(own, frames)} are read.");
            _parts.Add((header, frames));
        }
    }

    /// <summary>
    /// The signals of the record: those of its header, of the layout segment (the first one, with no samples), or of the first segment.
    /// </summary>
    private ImmutableArray<WfdbSignal> LayoutSignals() =>
        _record.HasSegments ? _parts.Select(p => p.Header).OfType<WfdbRecord>().FirstOrDefault()?.Signals ?? [] : _record.Signals;

    private bool HasLayout => _record.HasSegments && _parts.Count > 0 && _parts[0] is { Header: not null, FrameCount: 0 };

    /// <summary>Signals by their samples in a frame: each group is one stream.</summary>
    private IEnumerable<(int PerFrame, int[] Signals)> Groups() => Enumerable.Range(0, _signals.Length)
        .GroupBy(i => _signals[i].SamplesPerFrame).Select(g => (g.Key, g.ToArray()));

    private ImmutableArray<StreamInfo> Infos()
    {
        var notes = new List<string>();
        var named = _signals.Select((s, i) => (Label: s.Description.Length > 0 ? s.Description : $"signal {i}", s.Scale)).ToList();
        var channels = ChannelNaming.Channels([.. named.Select(s => (s.Label, s.Scale))], notes).Select(WithLead).ToList();
        _warnings.AddRange(notes);
        return [.. Groups().Select(g =>
        {
            var rate = _record.FrameRateHz * g.PerFrame;
            return new StreamInfo(FormattableString.Invariant($"{rate:0.######} Hz"), [.. g.Signals.Select(i => channels[i])], rate,
                _clock);
        })];
    }

    /// <summary>A lead that is named as every cardiologist names it measures the heart.</summary>
    private static Channel WithLead(Channel channel) => channel.Kind == ChannelKind.Unknown && channel.Label.ToUpperInvariant() is
        "I" or "II" or "III" or "AVR" or "AVL" or "AVF" or "V" or "V1" or "V2" or "V3" or "V4" or "V5" or "V6"
            or "MLI" or "MLII" or "MLIII" or "MCL1"
        ? channel with { Kind = ChannelKind.Ecg } : channel;

    private List<WfdbSegment> Segments()
    {
        var segments = new List<WfdbSegment>();
        var first = 0L;
        foreach (var part in _parts)
        {
            if (part is { Header: not null, FrameCount: > 0 } && SegmentOf(first, part) is { FrameCount: > 0 } segment)
                segments.Add(segment);
            if (part.FrameCount < long.MaxValue / 4 - first) first += part.FrameCount;
        }

        return segments;
    }

    private WfdbSegment SegmentOf(long first, (WfdbRecord? Header, long FrameCount) part)
    {
        var header = part.Header!;
        var files = new Dictionary<string, WfdbSignalFile>(StringComparer.Ordinal);
        var places = new Dictionary<string, (int Number, int Place)>(StringComparer.Ordinal);
        foreach (var group in header.Signals.Where(s => s.File != WfdbSignal.NoFile && s.Format.IsStored).GroupBy(s => s.File))
        {
            if (group.Any(s => s.Format != group.First().Format || s.ByteOffset != group.First().ByteOffset))
                throw new RecordingFormatException(header.File, null, $"The signals of '{group.Key}' state different formats or offsets.",
                    "A signal file has one.", "Correct the header.");
            files[group.Key] = new(_signalFiles, group.Key, group);
        }

        var tracks = new WfdbTrack?[_signals.Length];
        var used = new HashSet<int>();
        for (var i = 0; i < header.Signals.Length; i++)
        {
            var signal = header.Signals[i];
            if (!signal.Format.IsStored || !files.ContainsKey(signal.File)) continue;
            var (inFile, place) = places.GetValueOrDefault(signal.File);
            places[signal.File] = (inFile + 1, place + signal.SamplesPerFrame);
            var number = NumberOf(i, header, used);
            if (number >= 0) tracks[number] = new(signal, files[signal.File], inFile, place);
        }

        var frames = Math.Min(part.FrameCount, files.Count == 0 ? 0 : files.Values.Max(f => f.FrameCount));
        WarnOfLengths(header, part.FrameCount, files);
        return new(first, frames, part.FrameCount, tracks);
    }

    /// <summary>Which signal of the record a signal of a segment is: in a record with a layout the one of the same description.</summary>
    private int NumberOf(int index, WfdbRecord header, HashSet<int> used)
    {
        var signal = header.Signals[index];
        var number = HasLayout ? NumberOf(signal.Description, used) : index;
        if (number >= 0 && number < _signals.Length && _signals[number].SamplesPerFrame == signal.SamplesPerFrame && used.Add(number))
            return number;
        _warnings.Add($"The signal '{signal.Description}' of '{header.File}' is none of the record, or of another rate, and is left out.");
        return -1;
    }

    private int NumberOf(string description, HashSet<int> used) => Enumerable.Range(0, _signals.Length)
        .FirstOrDefault(i => !used.Contains(i) && _signals[i].Description == description, -1);

    private void WarnOfLengths(WfdbRecord header, long stated, Dictionary<string, WfdbSignalFile> files)
    {
        foreach (var (name, file) in files)
            if (stated != long.MaxValue && file.FrameCount < stated)
                _warnings.Add($"'{header.File}' states {stated} samples of each signal, "
                    + $"and '{name}' holds {file.FrameCount}: the rest is missing.");
            else if (stated == long.MaxValue && file.SampleCount % file.FrameSamples != 0)
                _warnings.Add($"'{name}' ends inside of a frame: the last {file.SampleCount % file.FrameSamples} samples are left out.");
    }

    private WfdbStream Stream(StreamInfo info, int[] signals, int perFrame, List<WfdbSegment> segments,
        ImmutableArray<RecordedMarker> markers)
    {
        var held = segments.Where(s => signals.Any(i => s.Tracks[i] is not null)).ToArray();
        var stored = new List<RecordedSegment>();
        foreach (var s in held)
        {
            var (first, count) = (s.FirstFrame * perFrame, s.FrameCount * perFrame);
            var start = new Timestamp(_clock, Duration.OfSamples(s.FirstFrame, _record.FrameRateHz).Nanoseconds);
            if (stored.Count > 0 && stored[^1].EndSampleIndex == first)
                stored[^1] = stored[^1] with { SampleCount = stored[^1].SampleCount + count };
            else stored.Add(new(first, count, start));
        }

        var placed = markers.Select(m => m.On(_clock, info.RateHz!.Value)).OrderBy(m => m.SampleIndex);
        return new(info, [.. stored], held, signals, perFrame, [.. placed]);
    }

    private ImmutableArray<RecordedMarker> Markers(IReadOnlyList<string> labels)
    {
        var signalFiles = _parts.SelectMany(p => p.Header?.Signals ?? []).Select(s => s.File).ToHashSet(StringComparer.Ordinal);
        var markers = new List<RecordedMarker>();
        foreach (var name in WfdbPlace.AnnotationsOf(_files, _record.File, signalFiles))
        {
            var neighbour = new WfdbNeighbour(_files, name);
            if (!WfdbPlace.IsAnnotations(neighbour)) continue;
            using var file = neighbour.OpenMain();
            var read = WfdbAnnotationFile.Read(file);
            if (read.Fault is not null)
                _warnings.Add(WfdbMarkers.Kept(name, read));
            var annotator = neighbour.Extension.TrimStart('.');
            markers.AddRange(WfdbMarkers.Of(read, annotator, read.RateHz ?? _record.FrameRateHz, labels, _warnings));
            _annotationFields.AddRange(WfdbMarkers.Leftovers(read, annotator));
        }

        return [.. markers.OrderBy(m => m.Onset.Nanoseconds)];
    }

    private string CheckSums(List<WfdbSegment> segments)
    {
        var bytes = segments.SelectMany(s => s.Tracks).OfType<WfdbTrack>().Select(t => t.File).Distinct().Sum(f => f.ByteCount);
        if (bytes > LargestCheckedBytes) return $"not compared: the files have {bytes} bytes";
        var (right, wrong) = (0, 0);
        foreach (var segment in segments)
            foreach (var file in segment.Tracks.OfType<WfdbTrack>()
                .Where(t => t.Signal.Checksum is not null && segment.StatedCount <= t.File.FrameCount).GroupBy(t => t.File))
            {
                var sums = file.Key.Checksums(segment.StatedCount);
                foreach (var track in file)
                {
                    var (stated, found) = ((ushort)track.Signal.Checksum!.Value, sums[track.Number]);
                    if (stated == found) right++;
                    else
                    {
                        wrong++;
                        _warnings.Add($"The samples of signal '{track.Signal.Description}' in '{track.Signal.File}' "
                            + $"sum up to {(short)found}, and the header states {(short)stated}: some were changed.");
                    }
                }
            }

        return $"{right} right, {wrong} wrong";
    }

    /// <summary>Where no segment has samples.</summary>
    private ImmutableArray<RecordingGap> Gaps(List<WfdbSegment> segments) =>
        [.. segments.Zip(segments.Skip(1)).Where(p => p.Second.FirstFrame > p.First.FirstFrame + p.First.FrameCount).Select(p =>
        {
            var start = Duration.OfSamples(p.First.FirstFrame + p.First.FrameCount, _record.FrameRateHz);
            return new RecordingGap(start, Duration.OfSamples(p.Second.FirstFrame, _record.FrameRateHz) - start);
        })];

    private RecordingHeader Header(ImmutableArray<StreamInfo> infos, double frames, string sums)
    {
        var fields = ImmutableArray.CreateBuilder<HeaderField>();
        fields.Add(new("record name", _record.Name, IsPersonal: true));
        if (_record is { BaseTime: { } time, BaseDate: null })
            fields.Add(new("base time", time.ToString("c", CultureInfo.InvariantCulture), IsPersonal: true));
        if (_record.HasSegments) fields.Add(new("segments", _record.Segments.Length.ToString(CultureInfo.InvariantCulture)));
        if (sums.Length > 0) fields.Add(new("checksums", sums));
        fields.AddRange(_annotationFields);
        fields.AddRange(_parts.Select(p => p.Header).OfType<WfdbRecord>().Prepend(_record).Distinct()
            .SelectMany(h => h.Info.Concat(h.Comments)).Distinct()
            .Select(c => new HeaderField("comment", c, IsPersonal: true)));
        return new()
        {
            Format = "WFDB",
            File = _record.File,
            StartTime = _record.BaseDate is { } date && _record.BaseTime is { } at ? date + at : null,
            DurationSeconds = frames / _record.FrameRateHz,
            Subject = string.Join("; ", _record.Info),
            Fields = fields.DrainToImmutable(),
            Streams = infos,
        };
    }
}
