namespace Pons.Server.Sessions;

/// <summary>Whether a recording can be used as it is.</summary>
internal enum SessionVerdict
{
    /// <summary>Nothing is missing.</summary>
    Good,
    /// <summary>Look at the reasons first.</summary>
    Doubtful,
    /// <summary>It cannot be read, or much is missing.</summary>
    Bad,
}
