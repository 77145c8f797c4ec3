namespace Pons.Streams;

/// <summary>Something that happened at one sample of a stream: a cue, a flash, a note of the operator.</summary>
/// <param name="SampleIndex">The sample at which it happened, counted like <see cref="SignalBlock.FirstSampleIndex"/>.</param>
/// <param name="Time">When it happened, on the stream's clock; may lie between two samples.</param>
/// <param name="Label">What happened, in the words of the source, such as <c>T1</c>.</param>
/// <param name="Duration">How long it lasted; zero when it has no extent or the source does not say.</param>
public sealed record Marker(long SampleIndex, Timestamp Time, string Label, Duration Duration = default)
{
    /// <summary>Half width of <see cref="Time"/> against the stream's own samples; <see langword="null"/> when it is not known.</summary>
    public Duration? TimeUncertainty { get; init; }
}
