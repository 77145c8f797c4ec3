namespace Pons.Sessions.Ledger;

/// <summary>A stream is decoded from its first sample on: with what, so that every decision can be made again.</summary>
/// <param name="Stream">Name of the stream in the recording.</param>
/// <param name="Model">Name of the model file beside the recording, without its folder.</param>
/// <param name="ModelHash">Content hash of the model.</param>
/// <param name="Paradigm">Name of the paradigm; its parameters stand in the model.</param>
public sealed record LedgerDecoder(string Stream, string Model, string ModelHash, string Paradigm) : LedgerEntry;
