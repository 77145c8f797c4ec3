namespace Pons.Sessions.Ledger;

/// <summary>A decision came later than its budget allows.</summary>
/// <param name="Stream">Name of the stream in the recording that was decoded.</param>
/// <param name="Stage">The stage in which the time ran out.</param>
/// <param name="SinceArrivalNanoseconds">Time since the newest sample arrived.</param>
/// <param name="LimitNanoseconds">What the budget allows.</param>
/// <param name="Reaction">What was done, in the words of <see cref="Pipelines.LateReaction"/>.</param>
public sealed record LedgerMiss(string Stream, string Stage, long SinceArrivalNanoseconds, long LimitNanoseconds, string Reaction) : LedgerEntry;
