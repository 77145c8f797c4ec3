namespace Pons.Pipelines;

/// <summary>What is done with a result that comes later than the <see cref="LatencyBudget"/> allows.</summary>
public enum LateReaction
{
    /// <summary>The late result is dropped.</summary>
    Skip,
    /// <summary>The last result that was in time is handed on again, marked as held; before the first one, nothing is.</summary>
    Hold,
    /// <summary>The late result is dropped and the effector is put into its safe state.</summary>
    SafeState,
}
