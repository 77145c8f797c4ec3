namespace Pons.Server.Sessions;

/// <summary>Why a recording is not called good.</summary>
internal enum SessionReason
{
    /// <summary>It cannot be read.</summary>
    Unreadable,
    /// <summary>It holds no samples.</summary>
    Empty,
    /// <summary>Samples are missing; more than 5 % is bad.</summary>
    Gaps,
    /// <summary>It was not ended in order: the program was killed, or the power failed.</summary>
    CutOff,
    /// <summary>The recorder raised alarms, such as for a full disk.</summary>
    Alarms,
    /// <summary>Times are uncertain by more than 5 ms.</summary>
    Clock,
    /// <summary>The reader had to mend or assume something.</summary>
    Mended,
}
