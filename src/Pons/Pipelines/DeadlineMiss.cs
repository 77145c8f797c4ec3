using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>A result came later than its budget allows.</summary>
/// <param name="Stage">The stage in which the time ran out, or <see cref="PipelineRunner.QueueStage"/>.</param>
/// <param name="Reaction">What was done.</param>
/// <param name="SinceArrival">Time since the newest sample arrived in the program.</param>
/// <param name="Limit">What the budget allows.</param>
public readonly record struct DeadlineMiss(string Stage, LateReaction Reaction, Duration SinceArrival, Duration Limit);
