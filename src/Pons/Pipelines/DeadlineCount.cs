namespace Pons.Pipelines;

/// <summary>How often the time ran out in one stage with one reaction.</summary>
/// <param name="Stage">The stage in which it ran out.</param>
/// <param name="Reaction">What was done.</param>
/// <param name="Count">How often.</param>
public readonly record struct DeadlineCount(string Stage, LateReaction Reaction, long Count);
