namespace Pons.Simulation;

/// <summary>What the virtual subject is shown about its last attempt.</summary>
public enum Feedback
{
    /// <summary>The wanted result: a small response.</summary>
    Hit,
    /// <summary>The wrong result: a clear feedback negativity near FCz and the positivity after it.</summary>
    Miss,
}
