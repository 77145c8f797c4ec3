using System.Collections.Immutable;

namespace Pons.Streams;

/// <summary>
/// A run of consecutive samples, sample-major [sample × channel] as devices deliver it. Immutable: whoever receives a block
/// may keep it, and nobody changes its samples.
/// </summary>
public sealed class SignalBlock
{
    /// <summary>Makes a block over samples that will not change any more.</summary>
    /// <param name="firstSampleIndex">Index of the first sample since the start of the stream; missing samples are counted.</param>
    /// <param name="time">Time of the first sample on the stream's clock.</param>
    /// <param name="samples">Values [sample × channel], in the channel's unit (voltages in microvolts).</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <param name="markers">Markers whose sample lies in this block, in order; default means none.</param>
    /// <param name="missingBefore">Samples that are missing between the block before and this one, 0 or more.</param>
    /// <exception cref="ArgumentException">The number of values is no multiple of the number of channels.</exception>
    public SignalBlock(
        long firstSampleIndex,
        Timestamp time,
        ReadOnlyMemory<float> samples,
        int channelCount,
        ImmutableArray<Marker> markers = default,
        long missingBefore = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(missingBefore);
        if (samples.Length % channelCount != 0)
            throw new ArgumentException($"{samples.Length} values cannot be rows of {channelCount} channels.", nameof(samples));
        FirstSampleIndex = firstSampleIndex;
        Time = time;
        Samples = samples;
        ChannelCount = channelCount;
        SampleCount = samples.Length / channelCount;
        Markers = markers.IsDefault ? [] : markers;
        MissingBefore = missingBefore;
    }

    /// <summary>Index of the first sample since the start of the stream; missing samples are counted.</summary>
    public long FirstSampleIndex { get; }

    /// <summary>Index one past the last sample.</summary>
    public long EndSampleIndex => FirstSampleIndex + SampleCount;

    /// <summary>Time of the first sample on the stream's clock.</summary>
    public Timestamp Time { get; }

    /// <summary>Values [sample × channel], in the channel's unit.</summary>
    public ReadOnlyMemory<float> Samples { get; }

    /// <summary>Number of channels.</summary>
    public int ChannelCount { get; }

    /// <summary>Number of samples per channel.</summary>
    public int SampleCount { get; }

    /// <summary>Markers whose sample lies in this block, in order of their samples.</summary>
    public ImmutableArray<Marker> Markers { get; }

    /// <summary>Samples that are missing between the block before and this one; 0 when nothing was lost.</summary>
    public long MissingBefore { get; }

    /// <summary>When the block arrived, on the clock of the host; <see langword="null"/> when it did not come live.</summary>
    public Timestamp? Arrival { get; init; }

    /// <summary>All channels of one sample; <paramref name="sample"/> counts from the start of the block.</summary>
    public ReadOnlySpan<float> this[int sample] => Samples.Span.Slice(sample * ChannelCount, ChannelCount);
}
