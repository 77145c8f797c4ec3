using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>Times of an irregular stream: each sample has its own, which is read when it is asked for.</summary>
internal sealed class XdfStampedTimes : XdfSampleTimes
{
    private readonly XdfRowReader _reader;
    private readonly XdfEntry[] _entries;
    private readonly XdfClock _clock;
    private readonly double _zeroSeconds;
    private readonly long _count;
    private double[] _stamps = [];
    private int _entry = -1;

    public XdfStampedTimes(XdfRowReader reader, XdfEntry[] entries, XdfClock streamClock, double zeroSeconds, ClockId clock)
    {
        (_reader, _entries, _clock, _zeroSeconds) = (reader, entries, streamClock, zeroSeconds);
        _count = entries.Length == 0 ? 0 : entries[^1].FirstStored + entries[^1].Count;
        Segments = _count == 0 ? [] : [new(0, _count, new(clock, Of(entries[0].ClockPiece, entries[0].FirstStamp)))];
    }

    public override ImmutableArray<RecordedSegment> Segments { get; }

    public override long Of(long sampleIndex)
    {
        if (sampleIndex < 0 || sampleIndex >= _count)
            throw new ArgumentOutOfRangeException(nameof(sampleIndex), sampleIndex, "The sample is not stored.");
        var entry = _reader.EntryOf(sampleIndex);
        if (entry != _entry) (_stamps, _entry) = (_reader.ReadStamps(entry), entry);
        return Of(_entries[entry].ClockPiece, _stamps[sampleIndex - _entries[entry].FirstStored]);
    }

    public override long NearestTo(long nanoseconds)
    {
        if (_count == 0) return 0;
        // Times between entries need no file: only the last step looks into one.
        var (low, high) = (0, _entries.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (Of(_entries[middle].ClockPiece, _entries[middle].FirstStamp) <= nanoseconds) low = middle;
            else high = middle - 1;
        }

        var (from, end) = (_entries[low].FirstStored, _entries[low].FirstStored + _entries[low].Count);
        while (from + 1 < end)
        {
            var middle = (from + end) >>> 1;
            if (Of(middle) <= nanoseconds) from = middle;
            else end = middle;
        }

        return from + 1 < _count && Math.Abs(Of(from + 1) - nanoseconds) < Math.Abs(Of(from) - nanoseconds) ? from + 1 : from;
    }

    private long Of(int clockPiece, double stamp) => Nanoseconds(_clock.Convert(clockPiece, stamp) - _zeroSeconds);
}
