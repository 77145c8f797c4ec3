using System.Collections.Immutable;

namespace Pons.Formats;

/// <summary>
/// A recorded session as it stands in a file: several streams, each with its own rate, what was noted, and where samples are
/// missing. Samples are read when they are asked for. One thread at a time; disposing closes the file.
/// </summary>
public sealed class Recording : IDisposable
{
    private readonly IDisposable? _file;

    /// <summary>Puts a recording together.</summary>
    /// <param name="header">What it says about itself.</param>
    /// <param name="streams">Its streams; may be empty when only markers were stored.</param>
    /// <param name="markers">Everything that was noted, in order of onset.</param>
    /// <param name="gaps">Where nothing was stored, in order.</param>
    /// <param name="warnings">What had to be mended or assumed, each a sentence.</param>
    /// <param name="file">Closed together with the recording; may be <see langword="null"/>.</param>
    public Recording(
        RecordingHeader header,
        ImmutableArray<RecordedStream> streams,
        ImmutableArray<RecordedMarker> markers,
        ImmutableArray<RecordingGap> gaps = default,
        ImmutableArray<string> warnings = default,
        IDisposable? file = null)
    {
        Header = header ?? throw new ArgumentNullException(nameof(header));
        Streams = streams;
        Markers = markers;
        Gaps = gaps.IsDefault ? [] : gaps;
        Warnings = warnings.IsDefault ? header.Warnings : warnings;
        _file = file;
    }

    /// <summary>What the recording says about itself.</summary>
    public RecordingHeader Header { get; }

    /// <summary>The streams in the order of their first channels.</summary>
    public ImmutableArray<RecordedStream> Streams { get; }

    /// <summary>Everything that was noted, in order of onset.</summary>
    public ImmutableArray<RecordedMarker> Markers { get; }

    /// <summary>Where nothing was stored, in order.</summary>
    public ImmutableArray<RecordingGap> Gaps { get; }

    /// <summary>What had to be mended or assumed to read the recording, each a sentence; empty for a faultless file.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>Opens a recording of any known format; the format is recognised by content, not by the name.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RecordingFormatException">The file is empty, of no known format, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Recording Open(string path) => RecordingFormat.Of(path).Open(path);

    /// <summary>Closes the file; samples cannot be read any more.</summary>
    public void Dispose() => _file?.Dispose();
}
