namespace Pons.Server;

/// <summary>
/// What an answer of the studio's server is about, for those who say it in another language than English; its values stand beside it. What devices
/// say has <see cref="Pons.Devices.DeviceFaultCode"/>.
/// </summary>
public enum ProblemCode
{
    /// <summary>Something else; the English text says what. The default.</summary>
    Other,
    /// <summary>A request that came from elsewhere.</summary>
    Foreign,
    /// <summary>The session does not take commands.</summary>
    NotListening,
    /// <summary>The session runs already.</summary>
    RunsAlready,
    /// <summary>No session runs that could be paused.</summary>
    NothingToPause,
    /// <summary>The session is paused already.</summary>
    PausedAlready,
    /// <summary>What is shown cannot be paused.</summary>
    NotPausable,
    /// <summary>Another session runs.</summary>
    AnotherRuns,
    /// <summary>The request names no device.</summary>
    DeviceUnnamed,
    /// <summary>There is no such device. Values: its id.</summary>
    DeviceUnknown,
    /// <summary>A real device cannot be pulled out from here. Values: its id.</summary>
    DeviceReal,
    /// <summary>A stream without a fixed rate cannot be drawn. Values: its name.</summary>
    NotDrawable,
    /// <summary>More values a second than a browser can draw. Values: the stream, how many, how many can be drawn.</summary>
    TooManyValues,
    /// <summary>A recording runs already.</summary>
    RecordingRuns,
    /// <summary>There is nothing to record: no device is connected, and no session runs.</summary>
    NothingToRecord,
    /// <summary>Nothing is being recorded.</summary>
    NotRecording,
    /// <summary>The note is empty.</summary>
    NoteEmpty,
    /// <summary>There is no such recording. Values: its name.</summary>
    RecordingUnknown,
    /// <summary>A recording without a stream of a fixed rate. Values: its name.</summary>
    RecordingNotDrawable,
    /// <summary>A replay that is not possible. Values: from when in seconds, speed, least and most speed.</summary>
    ReplayNotPossible,
    /// <summary>A format that is not written. Values: its name, those that are.</summary>
    FormatUnknown,
    /// <summary>A recording cannot be made, or not played; the English text says why.</summary>
    Session,
    /// <summary>A recording cannot be read or converted; the English text says why.</summary>
    RecordingFormat,
    /// <summary>A file could not be read or written; the English text has the reason of the system.</summary>
    File,
}
