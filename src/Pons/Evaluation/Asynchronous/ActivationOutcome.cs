namespace Pons.Evaluation.Asynchronous;

/// <summary>What an activation counts as; every activation counts as exactly one.</summary>
public enum ActivationOutcome
{
    /// <summary>The first within a stretch of imagery, of the class that was asked for.</summary>
    Hit,

    /// <summary>The first within a stretch of imagery, of another class.</summary>
    Wrong,

    /// <summary>A further one within a stretch of imagery.</summary>
    Further,

    /// <summary>While nothing was asked.</summary>
    False,

    /// <summary>After imagery, while windows still hold samples of it; neither imagery nor idle.</summary>
    Between,
}
