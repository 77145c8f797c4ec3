namespace Pons.Server.Live;

/// <summary>How a trial of the cursor task ended.</summary>
public enum TrialOutcome
{
    /// <summary>The right target was reached.</summary>
    Hit,
    /// <summary>The wrong target was reached.</summary>
    Miss,
    /// <summary>No target was reached in time.</summary>
    Timeout,
}
