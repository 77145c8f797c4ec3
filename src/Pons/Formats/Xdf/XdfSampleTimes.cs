using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>When the samples of a stream were taken, in nanoseconds from the first sample of the recording.</summary>
internal abstract class XdfSampleTimes
{
    /// <summary>The stored stretches.</summary>
    public abstract ImmutableArray<RecordedSegment> Segments { get; }

    /// <summary>Time of a stored sample.</summary>
    public abstract long Of(long sampleIndex);

    /// <summary>The sample nearest to a time; it may lie in a gap or outside.</summary>
    public abstract long NearestTo(long nanoseconds);

    /// <summary>Markers at the samples of the stream, in their order.</summary>
    public ImmutableArray<Marker> Place(ImmutableArray<RecordedMarker> markers, ClockId clock) =>
        [.. markers.Select(m => m.On(clock, 1) with { SampleIndex = NearestTo(m.Onset.Nanoseconds) })
            .OrderBy(m => m.SampleIndex)];

    protected static long Nanoseconds(double seconds) => (long)Math.Round(seconds * 1e9);
}
