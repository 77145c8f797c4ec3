namespace Pons.Sessions.Remote;

/// <summary>What a line of LabRecorder's remote control asks for.</summary>
public enum RemoteCommandKind
{
    /// <summary>Record every stream.</summary>
    SelectAll,
    /// <summary>Record no stream.</summary>
    SelectNone,
    /// <summary>Begin to record.</summary>
    Start,
    /// <summary>End the recording.</summary>
    Stop,
    /// <summary>Look for streams again.</summary>
    Update,
    /// <summary>Name the next recording.</summary>
    FileName,
}
