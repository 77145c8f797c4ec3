using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>
/// When the samples were taken. Every New Segment marker with a date says so for one sample; where two dates lie further apart than
/// the samples between them, the recording was interrupted.
/// </summary>
internal sealed class BrainVisionTimeline
{
    /// <summary>An interruption beyond this is a fault of a date: about 31 years.</summary>
    private const double LongestSeconds = 1e9;

    private readonly double _rateHz;
    private readonly long _points;
    private readonly List<(long FirstPoint, long FirstSample, Duration Start)> _stretches = [(0, 0, Duration.Zero)];
    private readonly HashSet<BrainVisionMarker> _used = new(ReferenceEqualityComparer.Instance);

    private BrainVisionTimeline(double rateHz, long points) => (_rateHz, _points) = (rateHz, points);

    /// <summary>Wall-clock time of the first sample; <see langword="null"/> when no marker states it.</summary>
    public DateTime? StartTime { get; private set; }

    /// <summary>Reads the dates of the new segments.</summary>
    public static BrainVisionTimeline Of(IEnumerable<BrainVisionMarker> markers, double rateHz, long points, List<string> warnings)
    {
        var timeline = new BrainVisionTimeline(rateHz, points);
        BrainVisionMarker? dated = null;
        foreach (var marker in markers.Where(m => m.IsNewSegment))
            if (marker.Date is null) timeline.AddUndated(marker, warnings);
            else if (dated is null) timeline.AddFirst(dated = marker);
            else if (timeline.TryAdd(dated, marker, warnings)) dated = marker;
        return timeline;
    }

    /// <summary>
    /// Whether all that a marker says is told by the start time and the gaps: it is then no marker of the recording any more.
    /// </summary>
    public bool Tells(BrainVisionMarker marker) => _used.Contains(marker);

    /// <summary>The stretches as segments of a stream.</summary>
    public ImmutableArray<RecordedSegment> Segments(ClockId clock) => _points == 0 ? [] : [.. _stretches.Select((s, i) =>
        new RecordedSegment(s.FirstSample, EndPoint(i) - s.FirstPoint, new(clock, s.Start.Nanoseconds)))];

    /// <summary>Where nothing was stored.</summary>
    public ImmutableArray<RecordingGap> Gaps => [.. _stretches.Skip(1).Select((s, i) =>
    {
        var end = _stretches[i].Start + Duration.OfSamples(s.FirstPoint - _stretches[i].FirstPoint, _rateHz);
        return new RecordingGap(end, s.Start - end);
    })];

    /// <summary>Index, missing samples counted, and time of a stored sample; beyond both ends as if the samples went on.</summary>
    /// <param name="point">Number of the sample in the file, from 0.</param>
    public (long Sample, Duration Time) At(long point)
    {
        var stretch = _stretches[StretchOf(point)];
        var offset = point - stretch.FirstPoint;
        return (stretch.FirstSample + offset, stretch.Start + Duration.OfSamples(offset, _rateHz));
    }

    /// <summary>The last stretch that begins at or before a sample; by halving.</summary>
    private int StretchOf(long point)
    {
        var (low, high) = (0, _stretches.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_stretches[middle].FirstPoint <= point) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private long EndPoint(int stretch) => stretch + 1 < _stretches.Count ? _stretches[stretch + 1].FirstPoint : _points;

    private void AddFirst(BrainVisionMarker marker)
    {
        var ticks = (marker.Position - 1) / _rateHz * TimeSpan.TicksPerSecond;
        var date = marker.Date!.Value;
        if (date != BrainVisionMarkerReader.UnknownStart && Math.Abs(ticks) < date.Ticks)
            StartTime = date.AddTicks(-(long)Math.Round(ticks));
        if (marker.Position <= 1) _used.Add(marker);
    }

    private void AddUndated(BrainVisionMarker marker, List<string> warnings)
    {
        if (marker.Position <= 1) _used.Add(marker);
        else
            warnings.Add($"The recording was interrupted before sample {marker.Position}, and no date says for how long: "
                + "the samples are counted on without a gap.");
    }

    private bool TryAdd(BrainVisionMarker before, BrainVisionMarker marker, List<string> warnings)
    {
        var elapsed = (marker.Date!.Value - before.Date!.Value).Ticks / (double)TimeSpan.TicksPerSecond;
        var gap = elapsed - (marker.Position - before.Position) / _rateHz;
        if (gap < -0.5 / _rateHz || gap > LongestSeconds)
        {
            warnings.Add($"The segment at sample {marker.Position} says that it began {marker.Date:yyyy-MM-dd HH:mm:ss.ffffff}, "
                + (gap < 0 ? "before the samples ahead of it had ended" : "years later")
                + ": the length of the interruption is unknown, and the samples are counted on without a gap.");
            return false;
        }

        if (gap <= 0.5 / _rateHz || marker.Position <= 1 || marker.Position > _points) return false;
        var (sample, time) = At(marker.Position - 1);
        var missing = (long)Math.Round(gap * _rateHz);
        var exact = time + Duration.OfSamples(missing, _rateHz);
        var stated = time + Duration.FromSeconds(gap);
        // A date has whole microseconds: what differs by less is the rounding of a whole number of samples.
        var start = Math.Abs(exact.Nanoseconds - stated.Nanoseconds) <= 1500 ? exact : stated;
        _stretches.Add((marker.Position - 1, sample + missing, start));
        _used.Add(marker);
        return true;
    }
}
