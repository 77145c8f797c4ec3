namespace Pons.Control;

/// <summary>How a trial of the cursor task stands.</summary>
public enum CursorOutcome
{
    /// <summary>The cursor is on its way, or no trial runs.</summary>
    Open,
    /// <summary>The cursor reached the target.</summary>
    Hit,
    /// <summary>The cursor reached the other side.</summary>
    Miss,
    /// <summary>Time was up before the cursor reached a side.</summary>
    TimeOut,
}
