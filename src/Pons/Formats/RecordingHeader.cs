using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>What a recording says about itself, without its samples. Each format adds its own fields in a record of its own.</summary>
public record RecordingHeader
{
    /// <summary>Name of the format, such as <c>EDF+C</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Name of the file, without its folder.</summary>
    public required string File { get; init; }

    /// <summary>When the first sample was taken, by the wall clock of the recording room; <see langword="null"/> when not stated.</summary>
    public DateTime? StartTime { get; init; }

    /// <summary>Length of what is stored, gaps left out, in seconds.</summary>
    public double DurationSeconds { get; init; }

    /// <summary>What the file says about the person; personal data.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What the file says about the recording: equipment, place, number; may hold personal data.</summary>
    public string Description { get; init; } = "";

    /// <summary>The device that recorded, in the words of the file; empty when not stated.</summary>
    public string Device { get; init; } = "";

    /// <summary>Everything else that the file says about itself, in its order.</summary>
    public ImmutableArray<HeaderField> Fields { get; init; } = [];

    /// <summary>The streams of the file in the order of their first channels; channels of one rate are one stream.</summary>
    public ImmutableArray<StreamInfo> Streams { get; init; } = [];

    /// <summary>What had to be mended or assumed to read the file, each a sentence.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
