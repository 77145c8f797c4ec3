namespace Pons.Cli.Documents;

/// <summary>What <c>pons convert --to bids --json</c> prints; docs/reference/json/bids-conversion.schema.json.</summary>
internal sealed record BidsConversionDocument(
    string From, string To, int Recordings, int Participants, int Files, long Bytes, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Warnings);
