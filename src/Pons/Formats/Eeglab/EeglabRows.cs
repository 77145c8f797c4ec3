using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Eeglab;

/// <summary>The samples that go into one data set: streams of one rate with the same stretches, side by side.</summary>
internal sealed class EeglabRows
{
    private readonly ImmutableArray<RecordedStream> _streams;

    public EeglabRows(ImmutableArray<RecordedStream> streams) => _streams = streams;

    public ImmutableArray<Channel> Channels => [.. _streams.SelectMany(s => s.Info.Channels)];

    public ImmutableArray<RecordedChannel> Details => [.. _streams.SelectMany(s =>
        s.Details.IsEmpty ? Enumerable.Repeat(new RecordedChannel(), s.Info.ChannelCount) : s.Details)];

    public ImmutableArray<RecordedSegment> Segments => _streams[0].Segments;

    public double RateHz => _streams[0].Info.RateHz!.Value;

    public long StoredCount => _streams[0].StoredCount;

    /// <summary>Whether single precision would round what the source holds.</summary>
    public bool IsWide => _streams.Any(s => s.StoredAs is SampleType.Float64 or SampleType.Int32 or SampleType.UInt32 or SampleType.Int64
        or SampleType.UInt64 or SampleType.Text);

    /// <summary>Name of the stream that each channel came from.</summary>
    public IEnumerable<string> StreamNames => _streams.SelectMany(s => s.Info.Channels.Select(_ => s.Info.Name));

    /// <summary>Reads samples [sample × channel] of all streams.</summary>
    public void Read(long first, Span<float> destination) => Read(first, destination, static (s, at, into) => s.Read(at, into));

    /// <summary>Reads samples [sample × channel] of all streams in double precision.</summary>
    public void Read(long first, Span<double> destination) => Read(first, destination, static (s, at, into) => s.Read(at, into));

    private delegate void Reader<T>(RecordedStream stream, long first, Span<T> destination);

    private void Read<T>(long first, Span<T> destination, Reader<T> read)
    {
        if (_streams.Length == 1)
        {
            read(_streams[0], first, destination);
            return;
        }

        var (width, left) = (_streams.Sum(s => s.Info.ChannelCount), 0);
        var rows = destination.Length / width;
        foreach (var stream in _streams)
        {
            var own = stream.Info.ChannelCount;
            var part = new T[rows * own];
            read(stream, first, part);
            for (var r = 0; r < rows; r++) part.AsSpan(r * own, own).CopyTo(destination[(r * width + left)..]);
            left += own;
        }
    }
}
