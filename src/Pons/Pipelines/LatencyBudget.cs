using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// How long a result may take from the arrival of the newest sample to the end of the pipeline, and what happens when it takes longer.
/// </summary>
public sealed record LatencyBudget
{
    /// <summary>States the budget.</summary>
    /// <param name="limit">The longest time that is in time, above 0.</param>
    /// <param name="reaction">What is done with a late result.</param>
    public LatencyBudget(Duration limit, LateReaction reaction = LateReaction.Skip)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit.Nanoseconds, nameof(limit));
        if (!Enum.IsDefined(reaction)) throw new ArgumentOutOfRangeException(nameof(reaction), reaction, "No such reaction.");
        (Limit, Reaction) = (limit, reaction);
    }

    /// <summary>The longest time that is in time.</summary>
    public Duration Limit { get; }

    /// <summary>What is done with a late result.</summary>
    public LateReaction Reaction { get; }
}
