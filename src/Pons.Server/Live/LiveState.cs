namespace Pons.Server.Live;

/// <summary>What the session behind a <see cref="LiveFeed"/> does.</summary>
public enum LiveState
{
    /// <summary>There has been no session yet.</summary>
    Idle,
    /// <summary>Samples flow.</summary>
    Running,
    /// <summary>A person has paused the session; it can go on.</summary>
    Paused,
    /// <summary>The session is over; what was shown stays.</summary>
    Ended,
}
