namespace Pons.Formats.BrainVision;

/// <summary>One line of a marker file.</summary>
/// <param name="Type">Kind of marker, such as <c>Stimulus</c>.</param>
/// <param name="Description">What happened, such as <c>S  1</c>; may be empty.</param>
/// <param name="Position">Sample at which it happened, counted from 1 in the file.</param>
/// <param name="Points">How many samples it lasts; 0 and 1 mean a point.</param>
/// <param name="Channel">Number of the channel, from 1; 0 when it belongs to all.</param>
/// <param name="Date">Wall-clock time of the sample; only of a new segment, <see langword="null"/> when not stated.</param>
internal sealed record BrainVisionMarker(string Type, string Description, long Position, long Points, long Channel, DateTime? Date)
{
    /// <summary>Type of the marker that stands where a stretch of samples begins.</summary>
    public const string NewSegmentType = "New Segment";

    /// <summary>Type of a marker that is nothing but a text; inside Pons it has no kind.</summary>
    public const string CommentType = "Comment";

    /// <summary>Whether a stretch of samples begins here.</summary>
    public bool IsNewSegment => Type.Equals(NewSegmentType, StringComparison.OrdinalIgnoreCase);
}
