using Pons.Streams;

namespace Pons.Formats;

/// <summary>Something noted in a recording, at a time that belongs to no single stream.</summary>
/// <param name="Onset">When it happened, from the first sample of the recording; negative when it was noted before.</param>
/// <param name="Label">What happened, in the words of the file, such as <c>T1</c>.</param>
/// <param name="Length">How long it lasted; <see langword="null"/> when the file does not say.</param>
public sealed record RecordedMarker(Duration Onset, string Label, Duration? Length = null)
{
    /// <summary>The kind of marker in the words of the file, such as <c>Stimulus</c>, or the stream that it came in; empty when not stated.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Label of the channel that it belongs to; <see langword="null"/> when it belongs to all.</summary>
    public string? Channel { get; init; }

    /// <summary>The marker as a stream of the recording sees it: at the sample nearest to its onset.</summary>
    /// <param name="clock">The time axis of the recording.</param>
    /// <param name="rateHz">Samples per second of the stream.</param>
    public Marker On(ClockId clock, double rateHz) =>
        new((long)Math.Round(Onset.Nanoseconds * 1e-9 * rateHz), new(clock, Onset.Nanoseconds), Label, Length ?? Duration.Zero);
}
