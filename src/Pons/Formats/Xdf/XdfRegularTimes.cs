using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>Times of a regular stream: on a straight line in each stretch without a gap.</summary>
internal sealed class XdfRegularTimes : XdfSampleTimes
{
    private readonly double[] _periods;

    /// <summary>Stretches in the order of their times; a clock that was set back can turn two round.</summary>
    private readonly int[] _inTime;

    public XdfRegularTimes(XdfTimeline timeline, double zeroSeconds, ClockId clock)
    {
        var segments = ImmutableArray.CreateBuilder<RecordedSegment>(timeline.Runs.Length);
        var first = 0L;
        for (var i = 0; i < timeline.Runs.Length; i++)
        {
            var run = timeline.Runs[i];
            if (first < long.MaxValue / 4) first += timeline.MissingBefore(i);
            segments.Add(new(first, run.Count, new(clock, Nanoseconds(run.StartSeconds - zeroSeconds))));
            first += run.Count;
        }

        Segments = segments.MoveToImmutable();
        _periods = [.. timeline.Runs.Select(r => r.PeriodSeconds)];
        _inTime = [.. Enumerable.Range(0, Segments.Length).OrderBy(i => Segments[i].Start.Nanoseconds)];
    }

    public override ImmutableArray<RecordedSegment> Segments { get; }

    public override long Of(long sampleIndex)
    {
        var (low, high) = (0, Segments.Length - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Segments[middle].EndSampleIndex <= sampleIndex) low = middle + 1;
            else high = middle;
        }

        if (Segments.IsEmpty || !Segments[low].Contains(sampleIndex))
            throw new ArgumentOutOfRangeException(nameof(sampleIndex), sampleIndex, "The sample is not stored.");
        return Segments[low].Start.Nanoseconds + Nanoseconds((sampleIndex - Segments[low].FirstSampleIndex) * _periods[low]);
    }

    public override long NearestTo(long nanoseconds)
    {
        if (Segments.IsEmpty) return 0;
        var (low, high) = (0, _inTime.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (Segments[_inTime[middle]].Start.Nanoseconds - Nanoseconds(_periods[_inTime[middle]] / 2) <= nanoseconds) low = middle;
            else high = middle - 1;
        }

        var segment = _inTime[low];
        var sample = Segments[segment].FirstSampleIndex
            + (long)Math.Round((nanoseconds - Segments[segment].Start.Nanoseconds) * 1e-9 / _periods[segment]);
        // A time in a gap stays in front of the next stretch, whatever the rounding.
        return segment + 1 == Segments.Length ? sample
            : Math.Min(sample, Math.Max(Segments[segment].EndSampleIndex, Segments[segment + 1].FirstSampleIndex) - 1);
    }
}
