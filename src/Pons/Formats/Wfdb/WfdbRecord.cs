using System.Collections.Immutable;

namespace Pons.Formats.Wfdb;

/// <summary>What a header file says (header(5)).</summary>
internal sealed record WfdbRecord
{
    /// <summary>Frames per second when the header states none (header(5), "sampling frequency").</summary>
    public const double DefaultRateHz = 250;

    /// <summary>Name of the header file.</summary>
    public required string File { get; init; }

    public required string Name { get; init; }

    /// <summary>Frames per second.</summary>
    public double FrameRateHz { get; init; } = DefaultRateHz;

    /// <summary>Frames by the header; <see langword="null"/> when it does not say.</summary>
    public long? FrameCount { get; init; }

    public TimeSpan? BaseTime { get; init; }

    public DateTime? BaseDate { get; init; }

    public ImmutableArray<WfdbSignal> Signals { get; init; } = [];

    /// <summary>Parts of a record of several segments, with the frames of each; empty for an ordinary record.</summary>
    public ImmutableArray<(string Name, long FrameCount)> Segments { get; init; } = [];

    public bool HasSegments { get; init; }

    /// <summary>Comments between the lines of the header.</summary>
    public ImmutableArray<string> Comments { get; init; } = [];

    /// <summary>Comments behind them: what describes the record (header(5), "Info strings").</summary>
    public ImmutableArray<string> Info { get; init; } = [];
}
