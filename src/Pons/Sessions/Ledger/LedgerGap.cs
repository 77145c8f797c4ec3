namespace Pons.Sessions.Ledger;

/// <summary>Samples of a stream are missing.</summary>
/// <param name="Stream">Name of the stream in the recording.</param>
/// <param name="FirstSampleIndex">The first missing sample since the start of the stream.</param>
/// <param name="SampleCount">How many are missing.</param>
/// <param name="Reason">How it is known, in the words of <see cref="Devices.GapReason"/>.</param>
/// <param name="IsEstimated">Whether the number comes from a clock and not from a counter.</param>
public sealed record LedgerGap(string Stream, long FirstSampleIndex, long SampleCount, string Reason, bool IsEstimated) : LedgerEntry;
