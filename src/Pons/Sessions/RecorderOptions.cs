namespace Pons.Sessions;

/// <summary>How a session is recorded. Immutable.</summary>
public sealed record RecorderOptions
{
    /// <summary>Memory in which samples wait while the disk is full or slow, in bytes; default 256 MiB, at least 1 MiB.</summary>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least 1 MiB.");
    } = 256L << 20;

    /// <summary>How often samples go into the file, as whole chunks; default 0.25 s. This much is lost at most when the process is killed.</summary>
    public TimeSpan ChunkPeriod { get; init => field = Positive(value); } = TimeSpan.FromSeconds(0.25);

    /// <summary>How often the file is forced to the disk; default 1 s. This much is lost at most when the power fails. Zero: never.</summary>
    public TimeSpan SyncPeriod { get; init => field = value >= TimeSpan.Zero ? value : Positive(value); } = TimeSpan.FromSeconds(1);

    /// <summary>How often a boundary chunk is written, from which a reader goes on behind damage; default 5 s.</summary>
    public TimeSpan BoundaryPeriod { get; init => field = Positive(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How often the offset of each stream's clock is written; default 5 s.</summary>
    public TimeSpan ClockPeriod { get; init => field = Positive(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How long the end of a recording waits for room on a full disk before what is in memory is given up; default 5 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether an existing recording is replaced; default no.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Who is recorded; empty when not said. Personal.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What is recorded, in words; empty when not said. Personal.</summary>
    public string Description { get; init; } = "";

    /// <summary>Opens a file for writing; a test gives one that fails on demand.</summary>
    internal Func<string, FileMode, Stream> Open { get; init; } = static (path, mode) => new FileStream(
        path, new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 });

    private static TimeSpan Positive(TimeSpan value) =>
        value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A period is longer than nothing.");
}
