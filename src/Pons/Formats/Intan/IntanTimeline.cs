using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Intan;

/// <summary>When the samples were taken, by the sample numbers that stand beside them.</summary>
internal sealed class IntanTimeline
{
    private const int RowsAtATime = 1 << 14;

    private readonly List<(long Stored, long Index, long Count)> _stretches = [];
    private readonly double _rateHz;

    private IntanTimeline(double rateHz) => _rateHz = rateHz;

    public int FirstNumber { get; private set; }

    /// <summary>Without sample numbers everything follows without a gap.</summary>
    public static IntanTimeline Unbroken(double rateHz, long rows)
    {
        var timeline = new IntanTimeline(rateHz);
        if (rows > 0) timeline._stretches.Add((0, 0, rows));
        return timeline;
    }

    /// <summary>Reads the sample numbers; they wrap around at 32 bits, and before the trigger they are negative.</summary>
    public static IntanTimeline Read(LaidOutStream numbers, double rateHz, List<string> warnings)
    {
        var timeline = new IntanTimeline(rateHz);
        var (rows, values, back) = (numbers.StoredCount, new double[RowsAtATime], 0);
        var (previous, stored, index, count) = (0, 0L, 0L, 0L);
        for (var first = 0L; first < rows; first += RowsAtATime)
        {
            var read = values.AsSpan(0, (int)Math.Min(RowsAtATime, rows - first));
            numbers.ReadRows(first, read);
            for (var i = 0; i < read.Length; i++, count++)
            {
                var number = (int)read[i];
                var step = unchecked(number - previous);
                if (first + i == 0) timeline.FirstNumber = number;
                else if (step < 1) back++;
                else if (step > 1)
                {
                    timeline._stretches.Add((stored, index, count));
                    (stored, index, count) = (stored + count, index + count + step - 1, 0);
                }

                previous = number;
            }
        }

        if (count > 0) timeline._stretches.Add((stored, index, count));
        if (back > 0)
            warnings.Add($"The sample numbers step back or stand still at {back} places: what stands there is taken to follow without a gap.");
        return timeline;
    }

    /// <summary>The stretches of a stream that has one sample for so many of the amplifiers'.</summary>
    public ImmutableArray<RecordedSegment> Segments(int divider, long rows, ClockId clock)
    {
        var segments = ImmutableArray.CreateBuilder<RecordedSegment>();
        var end = 0L;
        foreach (var (stored, index, count) in _stretches)
        {
            var from = (stored + divider - 1) / divider;
            var to = Math.Min(rows, (stored + count + divider - 1) / divider);
            if (to <= from) continue;
            var ownIndex = index + from * divider - stored;
            var first = Math.Max(end, (long)Math.Round(ownIndex / (double)divider));
            var isContinued = segments.Count > 0 && first == end;
            if (isContinued) segments[^1] = segments[^1] with { SampleCount = segments[^1].SampleCount + to - from };
            else segments.Add(new(first, to - from, new(clock, Duration.OfSamples(ownIndex, _rateHz).Nanoseconds)));
            end = first + to - from;
        }

        return segments.ToImmutable();
    }

    /// <summary>Index, from the first sample of the recording, of a stored sample.</summary>
    public long IndexOf(long row)
    {
        var (low, high) = (0, _stretches.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_stretches[middle].Stored <= row) low = middle;
            else high = middle - 1;
        }

        return _stretches.Count == 0 ? row : _stretches[low].Index + row - _stretches[low].Stored;
    }

    public Duration TimeOf(long row) => Duration.OfSamples(IndexOf(row), _rateHz);

    public ImmutableArray<RecordingGap> Gaps => [.. _stretches.Zip(_stretches.Skip(1), (a, b) => new RecordingGap(
        Duration.OfSamples(a.Index + a.Count, _rateHz), Duration.OfSamples(b.Index - a.Index - a.Count, _rateHz)))];
}
