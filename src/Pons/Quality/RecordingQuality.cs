using System.Collections.Immutable;
using Pons.Formats;

namespace Pons.Quality;

/// <summary>How usable a recording is: figures that point a person to what should be looked at, no verdict.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="DurationSeconds">Length of what is stored.</param>
/// <param name="GapCount">How many gaps it has.</param>
/// <param name="MissingSeconds">How long they are together.</param>
/// <param name="Streams">Its streams.</param>
/// <param name="Warnings">What had to be mended to read it.</param>
public sealed record RecordingQuality(
    string File,
    double DurationSeconds,
    int GapCount,
    double MissingSeconds,
    ImmutableArray<StreamQuality> Streams,
    ImmutableArray<string> Warnings)
{
    /// <summary>How many columns a thumbnail has at most.</summary>
    public const int ThumbnailColumns = 120;

    /// <summary>What the recording is recognised by among others.</summary>
    public required RecordingFingerprint Fingerprint { get; init; }

    /// <summary>Channels without a fault, of all.</summary>
    public double SoundShare =>
        Streams.Sum(s => s.Channels.Length) is > 0 and var all ? (double)Streams.Sum(s => s.Channels.Count(c => c.Faults.IsEmpty)) / all : 0;

    /// <summary>Measures a recording; reads it once from end to end, and some windows again. Memory does not grow with the file.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="RecordingFormatException">The file cannot be read any more.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static RecordingQuality Of(Recording recording, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var surveys = recording.Streams.Where(s => s.StoredCount > 0).Select(s => StreamSurvey.Of(s, cancellation)).ToList();
        return new(
            recording.Header.File, recording.Header.DurationSeconds, recording.Gaps.Length, recording.Gaps.Sum(g => g.Length.Seconds),
            [.. surveys.Select(s => s.Quality)], recording.Warnings)
        {
            Fingerprint = surveys.Count > 0 ? surveys.MaxBy(s => s.Quality.Channels.Length)!.Fingerprint : new([], ""),
        };
    }
}
