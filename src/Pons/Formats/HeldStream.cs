using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>A stream of a recording whose samples are held in memory: for what was computed, simulated or cut out.</summary>
public sealed class HeldStream : RecordedStream
{
    private readonly ReadOnlyMemory<float> _samples;

    /// <summary>Holds samples that will not change any more.</summary>
    /// <param name="info">What the stream is.</param>
    /// <param name="samples">Stored values [sample × channel], all segments behind each other, in the channels' units.</param>
    /// <param name="segments">Where the stored stretches lie; default means one that starts at 0.</param>
    /// <param name="markers">Everything that was noted, in order of samples; default means nothing.</param>
    /// <exception cref="ArgumentException">The number of values does not fit the channels and segments.</exception>
    public HeldStream(
        StreamInfo info, ReadOnlyMemory<float> samples, ImmutableArray<RecordedSegment> segments = default,
        ImmutableArray<Marker> markers = default)
        : base(info, segments.IsDefault ? Whole(info, samples.Length) : segments, markers.IsDefault ? [] : markers)
    {
        if (samples.Length != StoredCount * info.ChannelCount)
            throw new ArgumentException($"{samples.Length} values do not fill {StoredCount} samples of {info.ChannelCount} channels.",
                nameof(samples));
        _samples = samples;
    }

    /// <inheritdoc/>
    protected override void ReadStored(long firstStored, Span<float> destination) =>
        _samples.Span.Slice((int)firstStored * Info.ChannelCount, destination.Length).CopyTo(destination);

    private static ImmutableArray<RecordedSegment> Whole(StreamInfo info, int length)
    {
        ArgumentNullException.ThrowIfNull(info);
        var count = length / info.ChannelCount;
        return count == 0 ? [] : [new(0, count, new(info.Clock, 0))];
    }
}
