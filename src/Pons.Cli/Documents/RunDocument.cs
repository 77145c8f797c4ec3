namespace Pons.Cli.Documents;

/// <summary>What <c>pons run --json</c> prints; docs/reference/json/run.schema.json.</summary>
internal sealed record RunDocument(
    string File,
    string Source,
    string Paradigm,
    ModelIdentity Model,
    DecisionTotals Decisions,
    IReadOnlyDictionary<string, StageLatency> LatencyMs,
    SampleTotals Samples,
    long RecordedSamples,
    long MissingSamples,
    long Bytes,
    long LateDecisions,
    string? DecodingFault,
    IReadOnlyList<RunDocument.Receiver>? Receivers)
{
    internal sealed record Receiver(string To, long Sent, long Unsent);
}
