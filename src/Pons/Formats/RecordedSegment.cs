using Pons.Streams;

namespace Pons.Formats;

/// <summary>Samples of one stream that were stored without a gap between them.</summary>
/// <param name="FirstSampleIndex">Index of the first, counted from the start of the stream with the missing samples.</param>
/// <param name="SampleCount">How many, at least 1.</param>
/// <param name="Start">Time of the first on the stream's clock.</param>
public sealed record RecordedSegment(long FirstSampleIndex, long SampleCount, Timestamp Start)
{
    /// <summary>Index one past the last sample.</summary>
    public long EndSampleIndex => FirstSampleIndex + SampleCount;

    /// <summary>Whether the sample with this index is one of them.</summary>
    public bool Contains(long sampleIndex) => sampleIndex >= FirstSampleIndex && sampleIndex < EndSampleIndex;
}
