using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Eeglab;

/// <summary>When each stored sample was taken, by the boundary events: they stand where samples are missing or where trials meet.</summary>
internal sealed class EeglabTimeline
{
    private readonly double _rate;
    private readonly ClockId _clock;
    private readonly List<(long Stored, long Missing)> _breaks;
    private readonly long _stored;

    /// <summary>Takes the breaks of a continuous recording from its events, or lays its trials one behind another.</summary>
    public EeglabTimeline(ImmutableArray<EeglabEvent> events, long stored, long trialCount, double rate, ClockId clock)
    {
        (_stored, _rate, _clock) = (stored, rate, clock);
        _breaks = trialCount > 1
            ? [.. Enumerable.Range(1, (int)trialCount - 1).Select(t => (stored / trialCount * t, 0L))]
            : [.. events.Where(IsBreak).GroupBy(e => BreakOf(e)).Select(g => (g.Key, g.Sum(MissingAt)))];
        Markers = trialCount > 1
            ? [.. _breaks.Select(b => new EeglabEvent(EeglabEvent.Boundary, b.Stored, null, "", 0)).Concat(events).OrderBy(e => e.Sample)]
            : [.. events.Where(e => !IsBreak(e) || MissingAt(e) == 0)];
    }

    /// <summary>The events that are no gaps, in order.</summary>
    public ImmutableArray<EeglabEvent> Markers { get; }

    public ImmutableArray<RecordedSegment> Segments
    {
        get
        {
            var segments = ImmutableArray.CreateBuilder<RecordedSegment>(_breaks.Count + 1);
            var (from, missing) = (0L, 0L);
            foreach (var (stored, gap) in _breaks.Append((_stored, 0)))
            {
                if (stored > from) segments.Add(new(from + missing, stored - from, new(_clock, Duration.OfSamples(from + missing, _rate).Nanoseconds)));
                from = stored;
                missing += gap;
            }

            return segments.ToImmutable();
        }
    }

    public ImmutableArray<RecordingGap> Gaps
    {
        get
        {
            var gaps = ImmutableArray.CreateBuilder<RecordingGap>();
            var missing = 0L;
            foreach (var (stored, gap) in _breaks)
            {
                if (gap > 0) gaps.Add(new(Duration.OfSamples(stored + missing, _rate), Duration.OfSamples(gap, _rate)));
                missing += gap;
            }

            return gaps.ToImmutable();
        }
    }

    /// <summary>The time of a place among the stored samples, missing ones before it counted too.</summary>
    public Duration TimeOf(double sample)
    {
        var missing = 0L;
        foreach (var (stored, gap) in _breaks)
        {
            if (stored > sample) break;
            missing += gap;
        }

        return Duration.FromSeconds((sample + missing) / _rate);
    }

    /// <summary>A boundary at the very beginning or behind the end parts nothing.</summary>
    private bool IsBreak(EeglabEvent e) => e.IsBoundary && BreakOf(e) is > 0 and var at && at < _stored;

    /// <summary>The first stored sample behind a boundary, which stands between two samples or at the later of them.</summary>
    private static long BreakOf(EeglabEvent e) => (long)Math.Ceiling(e.Sample);

    private static long MissingAt(EeglabEvent e) => (long)Math.Round(e.Length ?? 0);
}
