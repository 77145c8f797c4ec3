namespace Pons.Sessions;

/// <summary>What endangers a recording, or no longer does.</summary>
public enum RecorderAlarmKind
{
    /// <summary>The disk refuses to take more; samples wait in memory.</summary>
    DiskFull,
    /// <summary>The disk takes samples again.</summary>
    DiskHasRoom,
    /// <summary>The disk is slower than the samples come; half of the memory is used.</summary>
    DiskSlow,
    /// <summary>Memory is mostly free again.</summary>
    DiskCaughtUp,
    /// <summary>There was no more memory: samples are being lost.</summary>
    SamplesLost,
    /// <summary>The file could not be forced to the disk: a power failure would lose more than usual.</summary>
    SyncFailed,
    /// <summary>The recorder itself has failed and writes no more.</summary>
    Failed,
}
