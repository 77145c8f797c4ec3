namespace Pons.Control.Remote;

/// <summary>What a remote effector reports. The words are those of the ledger.</summary>
public enum EffectorReportKind
{
    /// <summary>A receiver is there.</summary>
    Connected,

    /// <summary>No receiver is there any more, or yet; it is tried again.</summary>
    Lost,

    /// <summary>A command was handed to the network.</summary>
    Sent,

    /// <summary>A command was not sent, and never will be.</summary>
    Unsent,

    /// <summary>The safe state was handed to the network.</summary>
    Safe,

    /// <summary>The safe state was entered, but no receiver could be told.</summary>
    SafeUntold,
}
