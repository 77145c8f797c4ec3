namespace Pons.Server.Live;

/// <summary>Where in a trial the cursor task is.</summary>
public enum CursorPhase
{
    /// <summary>Nothing is asked.</summary>
    Rest,
    /// <summary>The target is shown; nothing moves yet.</summary>
    Cue,
    /// <summary>The subject imagines; nothing moves yet.</summary>
    Imagery,
    /// <summary>The cursor follows the decisions.</summary>
    Feedback,
}
