using System.Collections.Immutable;
using System.Numerics;
using Pons.Streams;

namespace Pons.Formats.Wfdb;

/// <summary>The signals of one rate.</summary>
internal sealed class WfdbStream : RecordedStream
{
    private readonly WfdbSegment[] _segments;
    private readonly int[] _signals;
    private readonly int _perFrame;
    private readonly long[] _before;

    /// <summary>Puts a stream together.</summary>
    /// <param name="info">What it is.</param>
    /// <param name="stored">Where its samples lie; segments that follow each other are one stretch.</param>
    /// <param name="segments">The stretches that hold any of its signals.</param>
    /// <param name="signals">Its signals by their numbers in the record.</param>
    /// <param name="perFrame">Samples of each signal in a frame.</param>
    /// <param name="markers">Markers at its samples.</param>
    public WfdbStream(StreamInfo info, ImmutableArray<RecordedSegment> stored, WfdbSegment[] segments, int[] signals, int perFrame,
        ImmutableArray<Marker> markers)
        : base(info, stored, markers)
    {
        (_segments, _signals, _perFrame) = (segments, signals, perFrame);
        _before = new long[segments.Length + 1];
        for (var i = 0; i < segments.Length; i++) _before[i + 1] = _before[i] + segments[i].FrameCount * perFrame;
        var tracks = signals.Select(s => segments.Select(g => g.Tracks[s]).OfType<WfdbTrack>().ToList()).ToList();
        if (tracks.TrueForAll(t => t.Count > 0 && t.TrueForAll(x => x.Scale == t[0].Scale && x.Scale.IsUsable)))
            Scales = [.. tracks.Select(t => t[0].Scale)];
        StoredAs = tracks.SelectMany(t => t).Select(t => t.Signal.Format).DefaultIfEmpty().MaxBy(f => f?.Bits)?.StoredAs
            ?? SampleType.Int16;
        Details = [.. signals.Zip(tracks, (_, t) => new RecordedChannel { SourceLabel = t.Count > 0 ? t[0].Signal.Description : "" })];
    }

    public override ImmutableArray<DigitalScale> Scales { get; } = [];

    public override ImmutableArray<RecordedChannel> Details { get; }

    public override SampleType StoredAs { get; }

    protected override void ReadStored(long firstStored, Span<float> destination) => Read(firstStored, destination);

    protected override void ReadStored(long firstStored, Span<double> destination) => Read(firstStored, destination);

    private void Read<T>(long first, Span<T> destination)
        where T : struct, IFloatingPoint<T>, IFloatingPointIeee754<T>
    {
        // Few rows at a time, so that all signals of a file find its decoded window still there.
        const int MostRows = 4096;
        var width = _signals.Length;
        var segment = Array.BinarySearch(_before, first) is var found && found >= 0 ? found : ~found - 1;
        while (!destination.IsEmpty)
        {
            while (first >= _before[segment + 1]) segment++;
            var rows = (int)Math.Min(Math.Min(MostRows, destination.Length / width), _before[segment + 1] - first);
            for (var c = 0; c < width; c++)
            {
                var column = destination[c..(rows * width)];
                if (_segments[segment].Tracks[_signals[c]] is { } track) track.Read(first - _before[segment], width, column);
                else
                    for (var i = 0; i < column.Length; i += width) column[i] = T.NaN;
            }

            destination = destination[(rows * width)..];
            first += rows;
        }
    }
}
