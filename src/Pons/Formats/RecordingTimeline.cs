using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>Puts stretches of samples and markers of one rate on the time axis of a recording, whose zero is its first sample.</summary>
internal sealed class RecordingTimeline
{
    /// <summary>Rates and times beyond these are faults of a header: one sample in 17 minutes to 10 MHz, and a century.</summary>
    private const double SlowestHz = 1e-3, FastestHz = 1e7, LongestSeconds = 3.2e9;

    private readonly List<RecordedSegment> _segments = [];

    public RecordingTimeline(string file, double rateHz) => (Clock, RateHz) = (ClockOf(file), rateHz);

    public ClockId Clock { get; }

    public double RateHz { get; }

    public ImmutableArray<RecordedSegment> Segments => [.. _segments];

    public ImmutableArray<RecordingGap> Gaps => GapsOf(_segments, RateHz);

    /// <summary>Length of what is stored, gaps left out.</summary>
    public double DurationSeconds => _segments.Sum(s => s.SampleCount) / RateHz;

    /// <summary>Index one past the last sample.</summary>
    public long EndSampleIndex => _segments.Count == 0 ? 0 : _segments[^1].EndSampleIndex;

    public static ClockId ClockOf(string file) => new($"recording {file}");

    /// <summary>The stream that channels of one rate are.</summary>
    public static StreamInfo Describe(string file, ImmutableArray<Channel> channels, double rateHz) =>
        new(FormattableString.Invariant($"{rateHz:0.######} Hz"), channels, rateHz, ClockOf(file));

    public static bool IsRate(double hertz) => hertz is >= SlowestHz and <= FastestHz;

    public static bool IsTime(double seconds) => Math.Abs(seconds) <= LongestSeconds;

    /// <summary>All samples without a gap.</summary>
    public static RecordingTimeline Continuous(string file, double rateHz, long count)
    {
        var timeline = new RecordingTimeline(file, rateHz);
        if (count > 0) timeline.Add(Duration.Zero, count);
        return timeline;
    }

    /// <summary>Adds samples that start at a time; a start that is no whole sample behind the last stretch leaves a gap.</summary>
    public void Add(Duration start, long count)
    {
        var (end, first) = (EndSampleIndex, (long)Math.Round(start.Seconds * RateHz));
        if (first <= end || _segments.Count == 0)
        {
            Extend(end, start, count);
            return;
        }

        _segments.Add(new(first, count, new(Clock, start.Nanoseconds)));
    }

    /// <summary>The time of a sample, counting stored samples only; behind the last one the time goes on without a gap.</summary>
    public Duration OnsetOfStored(long stored)
    {
        foreach (var segment in _segments)
        {
            if (stored < segment.SampleCount || segment == _segments[^1])
                return new(segment.Start.Nanoseconds + Duration.OfSamples(stored, RateHz).Nanoseconds);
            stored -= segment.SampleCount;
        }

        return Duration.OfSamples(stored, RateHz);
    }

    /// <summary>What is missing between stretches of one rate.</summary>
    public static ImmutableArray<RecordingGap> GapsOf(IReadOnlyList<RecordedSegment> segments, double rateHz) =>
        [.. segments.Zip(segments.Skip(1), (before, behind) =>
        {
            var end = before.Start + Duration.OfSamples(before.SampleCount, rateHz);
            return new RecordingGap(end - new Timestamp(end.Clock, 0), behind.Start - end);
        })];

    /// <summary>Markers at the samples nearest to them, in order.</summary>
    public ImmutableArray<Marker> Place(IEnumerable<RecordedMarker> markers) => [.. markers.Select(m => m.On(Clock, RateHz))];

    /// <summary>Says when markers lie where nothing is stored.</summary>
    public static void WarnOfMarkersOutside(RecordedStream stream, List<string> warnings)
    {
        var (segment, outside, first) = (0, 0, default(Marker));
        foreach (var marker in stream.Markers)
        {
            while (segment < stream.Segments.Length && stream.Segments[segment].EndSampleIndex <= marker.SampleIndex) segment++;
            if (segment < stream.Segments.Length && stream.Segments[segment].Contains(marker.SampleIndex)) continue;
            first ??= marker;
            outside++;
        }

        if (first is null) return;
        warnings.Add($"{outside} of {stream.Markers.Length} markers lie outside the samples, the first at "
            + FormattableString.Invariant($"{first.Time.Seconds:0.###} s ('{first.Label}'): ")
            + "they belong to the recording but to no block.");
    }

    private void Extend(long end, Duration start, long count)
    {
        if (_segments.Count == 0) _segments.Add(new(0, count, new(Clock, start.Nanoseconds)));
        else _segments[^1] = _segments[^1] with { SampleCount = end - _segments[^1].FirstSampleIndex + count };
    }
}
