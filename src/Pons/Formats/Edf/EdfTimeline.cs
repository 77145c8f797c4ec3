using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>When the data records of a file were taken: stretches of records that follow each other without a gap.</summary>
internal sealed class EdfTimeline
{
    private readonly List<(long FirstRecord, long Count, decimal Onset)> _stretches = [];
    private readonly decimal _recordSeconds;

    private EdfTimeline(decimal recordSeconds, decimal firstOnset)
    {
        _recordSeconds = recordSeconds;
        FirstOnset = firstOnset;
    }

    /// <summary>
    /// Seconds from the start time of the header to the first sample: the part below one second that the header cannot state.
    /// </summary>
    public decimal FirstOnset { get; }

    /// <summary>Where nothing was stored.</summary>
    public ImmutableArray<RecordingGap> Gaps => [.. _stretches.Zip(_stretches.Skip(1), (a, b) =>
    {
        var end = a.Onset + a.Count * _recordSeconds;
        return new RecordingGap(Span(end - FirstOnset), Span(b.Onset - end));
    })];

    /// <summary>Reads the time-keeping annotations; gaps are looked for in EDF+C too, where there should be none.</summary>
    public static EdfTimeline Of(EdfHeader header, EdfRecordAnnotations annotations, List<string> warnings)
    {
        var onsets = annotations.RecordOnsets;
        var seconds = (decimal)header.RecordDurationSeconds;
        var timeline = new EdfTimeline(seconds, onsets.Length > 0 ? onsets[0] ?? 0 : 0);
        if (header.RecordCount == 0) return timeline;
        if (onsets.Length == 0 || seconds == 0)
        {
            timeline._stretches.Add((0, header.RecordCount, timeline.FirstOnset));
            return timeline;
        }

        WarnOfMissingTimes(header, onsets, warnings);
        timeline.Cut(header, onsets, warnings);
        return timeline;
    }

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

    private void Cut(EdfHeader header, decimal?[] onsets, List<string> warnings)
    {
        var half = HalfSample(header);
        var (first, start, previous) = (0L, FirstOnset, FirstOnset);
        for (var record = 1L; record < onsets.Length; record++)
        {
            var onset = onsets[record] ?? previous + _recordSeconds;
            var gap = onset - previous - _recordSeconds;
            if (gap < -half) RefuseOverlap(header, record, onset, previous);
            if (gap > half)
            {
                _stretches.Add((first, record - first, start));
                (first, start) = (record, onset);
                if (header.Kind != EdfKind.EdfPlusDiscontinuous && _stretches.Count == 1)
                    warnings.Add("The file is flagged continuous, but "
                        + FormattableString.Invariant($"record {record} starts {gap:0.######} s late: gaps are counted."));
            }

            previous = onset;
        }

        _stretches.Add((first, onsets.Length - first, start));
    }

    private static decimal HalfSample(EdfHeader header)
    {
        var fastest = header.Signals.Where(s => !s.IsAnnotations).Select(s => s.SamplesPerRecord).DefaultIfEmpty(1).Max();
        return (decimal)header.RecordDurationSeconds / Math.Max(1, fastest) / 2;
    }

    private static void WarnOfMissingTimes(EdfHeader header, decimal?[] onsets, List<string> warnings)
    {
        var without = onsets.Count(o => o is null);
        if (without == 0) return;
        if (header.Kind == EdfKind.EdfPlusDiscontinuous)
            throw new RecordingFormatException(header.File, header.HeaderBytes + Array.IndexOf(onsets, null) * header.RecordBytes,
                $"Record {Array.IndexOf(onsets, null)} of a discontinuous file does not say when it starts.",
                "Its samples cannot be placed in time.", "Export the recording again.");
        warnings.Add($"{without} of {onsets.Length} records do not say when they start: "
            + "they are taken to follow each other without a gap.");
    }

    private void RefuseOverlap(EdfHeader header, long record, decimal onset, decimal previous) =>
        throw new RecordingFormatException(header.File, header.HeaderBytes + record * header.RecordBytes,
            FormattableString.Invariant($"Record {record} starts at {onset} s, ")
            + FormattableString.Invariant($"before record {record - 1} ends at {previous + _recordSeconds} s."),
            "One sample cannot have two values.", "Export the recording again; its time-keeping annotations are wrong.");

    private static Duration Span(decimal seconds) => new((long)Math.Round(seconds * 1_000_000_000m));
}
