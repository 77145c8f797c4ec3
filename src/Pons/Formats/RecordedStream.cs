using System.Buffers;
using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>
/// The samples of one stream of a recording. Sample indices count from the first sample of the recording and count missing
/// samples too, so that an index always stands for a time. One thread at a time may read a recording.
/// </summary>
public abstract class RecordedStream
{
    private readonly long[] _storedBefore;

    /// <summary>Describes where the samples lie.</summary>
    /// <param name="info">What the stream is.</param>
    /// <param name="segments">The stored stretches, in order and not overlapping; empty when nothing is stored.</param>
    /// <param name="markers">Everything that was noted, in order of their samples; also what lies outside the samples.</param>
    /// <exception cref="ArgumentException">The segments overlap or are out of order.</exception>
    protected RecordedStream(StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
    {
        ArgumentNullException.ThrowIfNull(info);
        _storedBefore = new long[segments.Length + 1];
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].SampleCount < 1 || (i > 0 && segments[i].FirstSampleIndex < segments[i - 1].EndSampleIndex))
                throw new ArgumentException($"Segment {i} is empty or starts before the end of the one before.", nameof(segments));
            _storedBefore[i + 1] = _storedBefore[i] + segments[i].SampleCount;
        }

        Info = info;
        Segments = segments;
        Markers = markers;
    }

    /// <summary>What the stream is.</summary>
    public StreamInfo Info { get; }

    /// <summary>The stored stretches in order.</summary>
    public ImmutableArray<RecordedSegment> Segments { get; }

    /// <summary>Markers at this stream's samples, in order; also those that lie in a gap or outside the samples.</summary>
    public ImmutableArray<Marker> Markers { get; }

    /// <summary>Index one past the last sample: stored and missing samples together.</summary>
    public long SampleCount => Segments.IsEmpty ? 0 : Segments[^1].EndSampleIndex;

    /// <summary>How many samples are stored.</summary>
    public long StoredCount => _storedBefore[^1];

    /// <summary>How many samples are missing in gaps.</summary>
    public long MissingCount => SampleCount - StoredCount;

    /// <summary>
    /// How each channel stands in the file, in the order of the channels; empty when the file holds floating-point values and does not say
    /// which steps they lie on.
    /// </summary>
    public virtual ImmutableArray<DigitalScale> Scales => [];

    /// <summary>What the file says of each channel beyond <see cref="StreamInfo.Channels"/>, in their order; empty when it says nothing.</summary>
    public virtual ImmutableArray<RecordedChannel> Details => [];

    /// <summary>How the file stores a sample; the widest type when its channels differ.</summary>
    public virtual SampleType StoredAs => SampleType.Float32;

    /// <summary>When a stored sample was taken, on the stream's clock.</summary>
    /// <param name="sampleIndex">Index of the sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sample is not stored.</exception>
    public virtual Timestamp TimeOf(long sampleIndex)
    {
        var segment = SegmentAtOrAfter(sampleIndex);
        if (segment == Segments.Length || !Segments[segment].Contains(sampleIndex))
            throw new ArgumentOutOfRangeException(nameof(sampleIndex), sampleIndex, "The sample is not stored.");
        var stretch = Segments[segment];
        return Info.RateHz is { } rate ? stretch.Start + Duration.OfSamples(sampleIndex - stretch.FirstSampleIndex, rate) : stretch.Start;
    }

    /// <summary>Reads samples [sample × channel]; a missing sample is NaN in every channel.</summary>
    /// <param name="firstSample">Index of the first sample, 0 or more.</param>
    /// <param name="count">How many samples, 0 or more; they must lie before <see cref="SampleCount"/>.</param>
    /// <returns>A new array of <paramref name="count"/> times the number of channels values, in the channels' units.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The samples do not lie in the stream.</exception>
    /// <exception cref="RecordingFormatException">The file cannot be read any more.</exception>
    public float[] Read(long firstSample, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, SampleCount);
        var samples = GC.AllocateUninitializedArray<float>(checked(count * Info.ChannelCount));
        Read(firstSample, samples);
        return samples;
    }

    /// <summary>Reads samples [sample × channel] without allocating; a missing sample is NaN in every channel.</summary>
    /// <param name="firstSample">Index of the first sample, 0 or more.</param>
    /// <param name="destination">Whole rows of one value per channel; as many samples are read as rows fit.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the number of channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The samples do not lie in the stream.</exception>
    /// <exception cref="RecordingFormatException">The file cannot be read any more.</exception>
    public void Read(long firstSample, Span<float> destination) => Read(firstSample, destination, float.NaN, ReadStored);

    /// <summary>
    /// Reads samples [sample × channel] in double precision, so that every number that a file stores comes out as it is, also where
    /// <c>float</c> would round it; a missing sample is NaN in every channel.
    /// </summary>
    /// <param name="firstSample">Index of the first sample, 0 or more.</param>
    /// <param name="destination">Whole rows of one value per channel; as many samples are read as rows fit.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the number of channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The samples do not lie in the stream.</exception>
    /// <exception cref="RecordingFormatException">The file cannot be read any more.</exception>
    public void Read(long firstSample, Span<double> destination) => Read(firstSample, destination, double.NaN, ReadStored);

    private delegate void StoredReader<T>(long firstStored, Span<T> destination);

    private void Read<T>(long firstSample, Span<T> destination, T missingValue, StoredReader<T> readStored)
    {
        var width = Info.ChannelCount;
        if (destination.Length % width != 0)
            throw new ArgumentException($"{destination.Length} values cannot be rows of {width} channels.", nameof(destination));
        ArgumentOutOfRangeException.ThrowIfNegative(firstSample);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstSample, SampleCount - destination.Length / width);
        for (var segment = SegmentAtOrAfter(firstSample); !destination.IsEmpty; segment++)
        {
            var missing = (int)Math.Min(destination.Length / width, Math.Max(0, Segments[segment].FirstSampleIndex - firstSample));
            destination[..(missing * width)].Fill(missingValue);
            destination = destination[(missing * width)..];
            firstSample += missing;
            var count = (int)Math.Min(destination.Length / width, Segments[segment].EndSampleIndex - firstSample);
            if (count > 0) readStored(StoredIndex(segment, firstSample), destination[..(count * width)]);
            destination = destination[(count * width)..];
            firstSample += count;
        }
    }

    /// <summary>
    /// Reads the whole stream block by block in constant memory. A block never spans a gap; the first one behind a gap says how
    /// many samples are missing before it. Markers lie in the block of their sample; a marker in a gap or outside the samples
    /// lies in none, see <see cref="Markers"/>.
    /// </summary>
    /// <param name="samplesPerBlock">Samples per block, at least 1; the last one of a stretch may be shorter.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one sample per block.</exception>
    /// <exception cref="RecordingFormatException">The file cannot be read any more; thrown while the blocks are taken.</exception>
    public IEnumerable<SignalBlock> ReadBlocks(int samplesPerBlock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerBlock, 1);
        return Blocks(samplesPerBlock);
    }

    /// <summary>Reads stored samples [sample × channel]; the base class has checked that they exist.</summary>
    /// <param name="firstStored">Index of the first, counting stored samples only.</param>
    /// <param name="destination">Whole rows to fill.</param>
    /// <exception cref="RecordingFormatException">The file cannot be read any more.</exception>
    protected abstract void ReadStored(long firstStored, Span<float> destination);

    /// <summary>
    /// Reads stored samples [sample × channel] in double precision; the base class has checked that they exist. By itself it widens
    /// what the other overload reads; a stream whose numbers <c>float</c> cannot hold overrides it.
    /// </summary>
    /// <param name="firstStored">Index of the first, counting stored samples only.</param>
    /// <param name="destination">Whole rows to fill.</param>
    /// <exception cref="RecordingFormatException">The file cannot be read any more.</exception>
    protected virtual void ReadStored(long firstStored, Span<double> destination)
    {
        var single = ArrayPool<float>.Shared.Rent(destination.Length);
        try
        {
            ReadStored(firstStored, single.AsSpan(0, destination.Length));
            for (var i = 0; i < destination.Length; i++) destination[i] = single[i];
        }
        finally
        {
            ArrayPool<float>.Shared.Return(single);
        }
    }

    private IEnumerable<SignalBlock> Blocks(int samplesPerBlock)
    {
        var (nextMarker, previousEnd) = (0, 0L);
        for (var segment = 0; segment < Segments.Length; segment++)
        {
            var stretch = Segments[segment];
            for (var first = stretch.FirstSampleIndex; first < stretch.EndSampleIndex;)
            {
                var count = (int)Math.Min(samplesPerBlock, stretch.EndSampleIndex - first);
                var samples = GC.AllocateUninitializedArray<float>(checked(count * Info.ChannelCount));
                ReadStored(StoredIndex(segment, first), samples);
                var markers = MarkersIn(first, first + count, ref nextMarker);
                yield return new(first, TimeOf(first), samples, Info.ChannelCount, markers, first - previousEnd);
                previousEnd = first += count;
            }
        }
    }

    private ImmutableArray<Marker> MarkersIn(long first, long end, ref int next)
    {
        while (next < Markers.Length && Markers[next].SampleIndex < first) next++;
        var from = next;
        while (next < Markers.Length && Markers[next].SampleIndex < end) next++;
        return from == next ? [] : Markers[from..next];
    }

    private long StoredIndex(int segment, long sample) => _storedBefore[segment] + sample - Segments[segment].FirstSampleIndex;

    private int SegmentAtOrAfter(long sample)
    {
        var (low, high) = (0, Segments.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Segments[middle].EndSampleIndex <= sample) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
