namespace Pons.Control.Remote;

/// <summary>Why an effector is in its safe state. The words are those of the lines that are sent and of the ledger.</summary>
public enum SafeReason
{
    /// <summary>It was asked for directly.</summary>
    Stopped,

    /// <summary>A receiver has just been reached: what it knew before is void.</summary>
    Connected,

    /// <summary>The last command is over, and no other has come.</summary>
    Expired,

    /// <summary>A decision came later than its budget allows.</summary>
    Late,

    /// <summary>The device is gone: nothing is decided until it comes back.</summary>
    DeviceLost,

    /// <summary>A stage failed: nothing is decided any more.</summary>
    DecodingEnded,

    /// <summary>The session has ended.</summary>
    SessionEnded,
}
