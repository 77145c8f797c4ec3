namespace Pons.Experiments;

/// <summary>What the participant does at a moment of a session.</summary>
public enum SessionPhase
{
    /// <summary>Rests between trials.</summary>
    Rest,
    /// <summary>Has been shown the cue; decisions do not act yet.</summary>
    Cue,
    /// <summary>Imagines, and moves the cursor.</summary>
    Imagery,
    /// <summary>Sees how the trial ended.</summary>
    Feedback,
}
