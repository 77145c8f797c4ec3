namespace Pons.Server.Live;

/// <summary>What a person at the studio asks of the session.</summary>
public enum LiveCommand
{
    /// <summary>Begin a session, or go on after a pause.</summary>
    Start,
    /// <summary>Stop acting on the outside and wait.</summary>
    Pause,
    /// <summary>End the session and make everything safe.</summary>
    Stop,
}
