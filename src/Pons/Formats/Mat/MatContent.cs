using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>The recording that variables were found to hold.</summary>
internal sealed record MatContent
{
    /// <summary>Whose arrangement of variables it is, such as <c>FieldTrip</c>.</summary>
    public required string Layout { get; init; }

    public required ImmutableArray<RecordedStream> Streams { get; init; }

    public ImmutableArray<RecordedMarker> Markers { get; init; } = [];

    public ImmutableArray<RecordingGap> Gaps { get; init; } = [];

    public ImmutableArray<HeaderField> Fields { get; init; } = [];

    public DateTime? StartTime { get; init; }

    public string Subject { get; init; } = "";
}
