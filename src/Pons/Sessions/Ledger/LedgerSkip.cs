namespace Pons.Sessions.Ledger;

/// <summary>Samples that are in the recording and that the decoder never saw, because it was too slow for longer than its queue
/// allows, had failed, or the session ended before it came to them.</summary>
/// <param name="Stream">Name of the stream in the recording.</param>
/// <param name="FirstSampleIndex">The first one.</param>
/// <param name="SampleCount">How many.</param>
public sealed record LedgerSkip(string Stream, long FirstSampleIndex, long SampleCount) : LedgerEntry;
