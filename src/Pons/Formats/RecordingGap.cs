using Pons.Streams;

namespace Pons.Formats;

/// <summary>A stretch of a recording in which nothing was stored.</summary>
/// <param name="Start">Where the samples stop, from the first sample of the recording.</param>
/// <param name="Length">How long they are missing.</param>
public sealed record RecordingGap(Duration Start, Duration Length)
{
    /// <summary>Where the samples go on, from the first sample of the recording.</summary>
    public Duration End => Start + Length;
}
