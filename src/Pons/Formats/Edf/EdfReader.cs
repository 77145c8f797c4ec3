using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>Opens a file of the EDF family: header, annotations, the times of the records; samples stay in the file.</summary>
internal sealed class EdfReader
{
    /// <summary>Plain EDF has no time-keeping that would show damage; so much of its data is looked at.</summary>
    private const long PlainSurveyBytes = 1 << 20;

    private readonly Stream _file;
    private readonly EdfDialect _dialect;
    private readonly EdfHeader _header;
    private readonly List<string> _warnings;

    private EdfReader(Stream file, string name, EdfDialect dialect)
    {
        (_file, _dialect) = (file, dialect);
        _header = HeaderOf(file, name, dialect);
        _warnings = [.. _header.Warnings];
    }

    /// <summary>Opens a recording, whose file is closed again when that fails.</summary>
    public static Recording Open(RecordingFiles files, EdfDialect dialect)
    {
        var file = files.OpenMain();
        try
        {
            return new EdfReader(file, files.Name, dialect).Open();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private Recording Open()
    {
        RefuseDamage();
        var timeline = new EdfTimeline(_header, _warnings);
        var annotations = new EdfAnnotationReader(_file, _header, _warnings).Read(timeline);
        var fields = new List<HeaderField>(_header.Fields);
        var triggers = Triggers(timeline, fields);
        ImmutableArray<RecordedMarker> markers =
            [.. Markers(annotations, timeline.FirstOnset).Select(Names().Read).Concat(triggers).OrderBy(m => m.Onset.Nanoseconds)];
        var padding = markers.LastOrDefault(m => m.Label == EdfNewAnnotations.PaddingLabel && timeline.IsInLastRecord(m.Onset));
        if (padding is not null) markers = markers.Remove(padding);
        var clock = ClockOf(_header.File);
        var start = _header.StartTime?.AddTicks((long)(timeline.FirstOnset * TimeSpan.TicksPerSecond));
        var header = _header with { Fields = [.. fields], StartTime = start };
        var streams = Groups(_header).Select(RecordedStream (group, i) => new EdfStream(
            _file, _header, _header.Streams[i], group, timeline.Segments(_header.Signals[group[0]].SamplesPerRecord, clock, padding),
            [.. markers.Select(m => m.On(clock, _header.Streams[i].RateHz!.Value))])).ToImmutableArray();
        if (padding is not null) header = header with { DurationSeconds = streams.Max(s => s.StoredCount / s.Info.RateHz!.Value) };
        OutsideMarkers.Report(streams, _warnings);
        return new(header with { Warnings = [.. _warnings] }, streams, markers, timeline.Gaps, file: _file);
    }

    /// <summary>The header with the streams that its signals form.</summary>
    public static EdfHeader HeaderOf(Stream file, string name, EdfDialect dialect) =>
        WithStreams(EdfHeaderReader.Read(file, name, dialect));

    /// <summary>Adds the streams that the signals form: signals of one rate are one stream.</summary>
    private static EdfHeader WithStreams(EdfHeader header)
    {
        var warnings = new List<string>(header.Warnings);
        var channels = ChannelNaming.Channels([.. header.Signals.Select(s => (s.Label, s.Scale))], warnings);
        var streams = Groups(header).Select(group =>
        {
            var rate = header.Signals[group[0]].SamplesPerRecord / header.RecordDurationSeconds;
            return new StreamInfo(FormattableString.Invariant($"{rate:0.######} Hz"), [.. group.Select(i => channels[i])], rate,
                ClockOf(header.File));
        });
        return header with { Streams = [.. streams], Warnings = [.. warnings] };
    }

    /// <summary>Signal numbers by stream.</summary>
    private static IEnumerable<int[]> Groups(EdfHeader header) => Enumerable.Range(0, header.Signals.Length)
        .Where(i => !header.Signals[i].IsAnnotations && header.Signals[i].SamplesPerRecord > 0)
        .GroupBy(i => header.Signals[i].SamplesPerRecord).Select(g => g.ToArray());

    private static ClockId ClockOf(string file) => new($"recording {file}");

    private void RefuseDamage()
    {
        var expected = _header.HeaderBytes + _header.StatedRecordCount * (decimal)_header.RecordBytes;
        if (_header.StatedRecordCount >= 0 && _file.Length != expected)
            EdfDamage.ThrowIfKnown(_file, _header,
                $"The size, {_file.Length} bytes, does not fit {_header.StatedRecordCount} data records, which make {expected} bytes.");
        else if (!_header.Signals.Any(s => s.IsAnnotations))
            EdfDamage.ThrowIfKnown(_file, _header, "The size fits, but the content does not.", PlainSurveyBytes);
    }

    private static IEnumerable<RecordedMarker> Markers(List<EdfAnnotation> annotations, decimal firstOnset) =>
        annotations.Select(a => new RecordedMarker(
            ToDuration(a.OnsetSeconds - firstOnset), a.Text, a.DurationSeconds is { } d ? ToDuration(d) : null));

    private EdfChannelNames Names()
    {
        var signals = Groups(_header).SelectMany(g => g).Select(i => _header.Signals[i].Label);
        return new([.. signals], [.. _header.Streams.SelectMany(s => s.Channels).Select(c => c.Label)]);
    }

    private List<RecordedMarker> Triggers(EdfTimeline timeline, List<HeaderField> fields)
    {
        var markers = new List<RecordedMarker>();
        if (_header.RecordCount == 0) return markers;
        foreach (var group in Groups(_header))
            foreach (var signal in group)
                if (_dialect.ScanOf(_header.Signals[signal].Label) is { } scan)
                    markers.AddRange(new EdfTriggers(_file, _header, timeline).Of(signal, scan, fields, _warnings));
        return markers;
    }

    private static Duration ToDuration(decimal seconds) => new((long)Math.Round(seconds * 1_000_000_000m));
}
