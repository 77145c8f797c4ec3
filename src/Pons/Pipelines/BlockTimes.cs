using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Times of single samples. Both ends are rounded on the axis of the whole stream, so a source that stamps its blocks on that
/// axis gives every sample the same nanosecond however it is cut into blocks.
/// </summary>
internal static class BlockTimes
{
    public static Timestamp TimeOf(this SignalBlock block, long sampleIndex, double rateHz) =>
        block.Time + (Duration.OfSamples(sampleIndex, rateHz) - Duration.OfSamples(block.FirstSampleIndex, rateHz));

    /// <summary>Where a marker lies on the axis of samples, in samples since the start of the stream; need not be whole.</summary>
    public static double PositionOf(this SignalBlock block, Marker marker, double rateHz)
    {
        var afterSample = marker.Time - block.TimeOf(marker.SampleIndex, rateHz);
        return marker.SampleIndex + afterSample.Seconds * rateHz;
    }
}
