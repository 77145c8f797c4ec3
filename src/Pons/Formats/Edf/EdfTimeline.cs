using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>When the data records of a file were taken: stretches of records that follow each other without a gap.</summary>
internal sealed class EdfTimeline
{
    private readonly EdfHeader _header;
    private readonly List<string> _warnings;
    private readonly List<(long FirstRecord, long Count, decimal Onset)> _stretches = [];
    private readonly decimal _recordSeconds;
    private readonly decimal _halfSample;
    private long _records;
    private long _recordsWithoutTime;
    private long _firstOfStretch;
    private decimal _startOfStretch;
    private decimal _previous;

    public EdfTimeline(EdfHeader header, List<string> warnings)
    {
        (_header, _warnings) = (header, warnings);
        _recordSeconds = (decimal)header.RecordDurationSeconds;
        var fastest = header.Signals.Where(s => !s.IsAnnotations).Select(s => s.SamplesPerRecord).DefaultIfEmpty(1).Max();
        _halfSample = _recordSeconds / Math.Max(1, fastest) / 2;
    }

    /// <summary>
    /// Seconds from the start time of the header to the first sample: the part below one second that the header cannot state.
    /// </summary>
    public decimal FirstOnset { get; private set; }

    /// <summary>Where nothing was stored.</summary>
    public ImmutableArray<RecordingGap> Gaps => [.. _stretches.Zip(_stretches.Skip(1), (a, b) =>
    {
        var end = a.Onset + a.Count * _recordSeconds;
        return new RecordingGap(Span(end - FirstOnset), Span(b.Onset - end));
    })];

    /// <summary>
    /// The time-keeping annotation of the next record; null when there is none. Gaps are looked for in EDF+C too, where there should
    /// be none.
    /// </summary>
    public void Add(decimal? stated)
    {
        var record = _records++;
        if (stated is null && _recordSeconds > 0) CountRecordWithoutTime(record);
        if (record == 0)
        {
            FirstOnset = _startOfStretch = _previous = stated ?? 0;
            return;
        }

        if (_recordSeconds == 0) return;
        var onset = stated ?? _previous + _recordSeconds;
        var gap = onset - _previous - _recordSeconds;
        if (gap < -_halfSample) RefuseOverlap(record, onset);
        if (gap > _halfSample)
        {
            _stretches.Add((_firstOfStretch, record - _firstOfStretch, _startOfStretch));
            (_firstOfStretch, _startOfStretch) = (record, onset);
            if (_header.Kind != EdfKind.EdfPlusDiscontinuous && _stretches.Count == 1)
                _warnings.Add("The file is flagged continuous, but "
                    + FormattableString.Invariant($"record {record} starts {gap:0.######} s late: gaps are counted."));
        }

        _previous = onset;
    }

    /// <summary>Closes the last stretch; a file without time-keeping is one.</summary>
    public void Complete()
    {
        if (_header.RecordCount == 0) return;
        _stretches.Add((_firstOfStretch, _header.RecordCount - _firstOfStretch, _startOfStretch));
        if (_recordsWithoutTime > 0)
            _warnings.Add($"{_recordsWithoutTime} of {_records} records do not say when they start: "
                + "they are taken to follow each other without a gap.");
    }

    /// <summary>Records that follow each other without a gap, and when each stretch starts, from the first sample on.</summary>
    public IEnumerable<(long FirstRecord, long Count, Duration Start)> Stretches =>
        _stretches.Select(s => (s.FirstRecord, s.Count, Span(s.Onset - FirstOnset)));

    /// <summary>The stretches in samples of a stream.</summary>
    /// <param name="samplesPerRecord">Samples of the stream in a record.</param>
    /// <param name="clock">Time axis of the recording.</param>
    /// <param name="padding">Says where samples begin that only fill the last record.</param>
    public ImmutableArray<RecordedSegment> Segments(int samplesPerRecord, ClockId clock, RecordedMarker? padding)
    {
        var segments = ImmutableArray.CreateBuilder<RecordedSegment>();
        var end = 0L;
        foreach (var (_, count, onset) in _stretches)
        {
            var start = onset - FirstOnset;
            var first = Math.Max(end, (long)Math.Round(start / Math.Max(_recordSeconds, 1e-9m) * samplesPerRecord));
            end = first + count * samplesPerRecord;
            segments.Add(new(first, count * samplesPerRecord, new(clock, Span(start).Nanoseconds)));
        }

        if (padding is not null && segments.Count > 0) TrimLast(segments, samplesPerRecord, padding.Onset);
        return segments.ToImmutable();
    }

    /// <summary>Whether a time lies inside the last record.</summary>
    public bool IsInLastRecord(Duration onset)
    {
        if (_stretches.Count == 0 || _recordSeconds == 0) return false;
        var end = _stretches[^1].Onset - FirstOnset + _stretches[^1].Count * _recordSeconds;
        return onset > Span(end - _recordSeconds) && onset <= Span(end);
    }

    private void TrimLast(ImmutableArray<RecordedSegment>.Builder segments, int samplesPerRecord, Duration end)
    {
        var last = segments[^1];
        var count = (long)Math.Round((end.Nanoseconds - last.Start.Nanoseconds) * 1e-9m / _recordSeconds * samplesPerRecord);
        if (count > Math.Max(0, last.SampleCount - samplesPerRecord) && count <= last.SampleCount)
            segments[^1] = last with { SampleCount = count };
    }

    private void CountRecordWithoutTime(long record)
    {
        _recordsWithoutTime++;
        if (_header.Kind == EdfKind.EdfPlusDiscontinuous)
            throw new RecordingFormatException(_header.File, _header.HeaderBytes + record * _header.RecordBytes,
                $"Record {record} of a discontinuous file does not say when it starts.",
                "Its samples cannot be placed in time.", "Export the recording again.");
    }

    private void RefuseOverlap(long record, decimal onset) =>
        throw new RecordingFormatException(_header.File, _header.HeaderBytes + record * _header.RecordBytes,
            FormattableString.Invariant($"Record {record} starts at {onset} s, ")
            + FormattableString.Invariant($"before record {record - 1} ends at {_previous + _recordSeconds} s."),
            "One sample cannot have two values.", "Export the recording again; its time-keeping annotations are wrong.");

    private static Duration Span(decimal seconds) => new((long)Math.Round(seconds * 1_000_000_000m));
}
