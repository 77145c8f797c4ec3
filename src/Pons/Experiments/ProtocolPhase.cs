namespace Pons.Experiments;

/// <summary>What a trial of a live session asks of the person at a moment.</summary>
public enum ProtocolPhase
{
    /// <summary>Nothing; also before the first and after the last trial.</summary>
    Rest,

    /// <summary>To do what the cue says, for as long as it shows.</summary>
    Task,

    /// <summary>To look at the result.</summary>
    Feedback,
}
