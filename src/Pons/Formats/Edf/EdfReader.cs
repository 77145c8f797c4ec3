using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>Opens an EDF file: header, annotations, the times of the records; samples stay in the file.</summary>
internal sealed class EdfReader
{
    /// <summary>Plain EDF has no time-keeping that would show damage; so much of its data is looked at.</summary>
    private const long PlainSurveyBytes = 1 << 20;

    private readonly Stream _file;
    private readonly EdfHeader _header;
    private readonly List<string> _warnings;

    public EdfReader(Stream file, string name)
    {
        _file = file;
        _header = WithStreams(EdfHeaderReader.Read(file, name));
        _warnings = [.. _header.Warnings];
    }

    public Recording Open()
    {
        RefuseDamage();
        var annotations = new EdfAnnotationReader(_file, _header, _warnings).Read();
        var timeline = EdfTimeline.Of(_header, annotations, _warnings);
        var markers = Markers(annotations, timeline.FirstOnset);
        var padding = markers.LastOrDefault(m => m.Label == EdfWriter.PaddingLabel && timeline.IsInLastRecord(m.Onset));
        if (padding is not null) markers = markers.Remove(padding);
        var clock = ClockOf(_header.File);
        var header = _header with { StartTime = _header.StartTime?.AddTicks((long)(timeline.FirstOnset * TimeSpan.TicksPerSecond)) };
        var streams = Groups(_header).Select(RecordedStream (group, i) => new EdfStream(
            _file, _header, _header.Streams[i], group, timeline.Segments(_header.Signals[group[0]].SamplesPerRecord, clock, padding),
            [.. markers.Select(m => m.On(clock, _header.Streams[i].RateHz!.Value))])).ToImmutableArray();
        if (padding is not null) header = header with { DurationSeconds = streams.Max(s => s.StoredCount / s.Info.RateHz!.Value) };
        WarnOfMarkersOutside(streams);
        return new(header with { Warnings = [.. _warnings] }, streams, markers, timeline.Gaps, file: _file);
    }

    /// <summary>Adds the streams that the signals form: signals of one rate are one stream.</summary>
    public static EdfHeader WithStreams(EdfHeader header)
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

    private static ImmutableArray<RecordedMarker> Markers(EdfRecordAnnotations annotations, decimal firstOnset) =>
        [.. annotations.Texts.Where(a => a.Text.Length > 0)
            .Select(a => new RecordedMarker(
                ToDuration(a.OnsetSeconds - firstOnset), a.Text, a.DurationSeconds is { } d ? ToDuration(d) : null))
            .OrderBy(m => m.Onset.Nanoseconds)];

    private static Duration ToDuration(decimal seconds) => new((long)Math.Round(seconds * 1_000_000_000m));

    private void WarnOfMarkersOutside(ImmutableArray<RecordedStream> streams)
    {
        if (streams.IsEmpty) return;
        var widest = streams.MaxBy(s => s.Info.RateHz)!;
        var outside = widest.Markers.Where(m => !widest.Segments.Any(s => s.Contains(m.SampleIndex))).ToList();
        if (outside.Count > 0)
            _warnings.Add($"{outside.Count} of {widest.Markers.Length} markers lie outside the samples, the first at "
                + FormattableString.Invariant($"{outside[0].Time.Seconds:0.###} s ('{outside[0].Label}'): ")
                + "they belong to the recording but to no block.");
    }
}
