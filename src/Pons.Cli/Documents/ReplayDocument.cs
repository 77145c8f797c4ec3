namespace Pons.Cli.Documents;

/// <summary>What <c>pons replay --json</c> prints; docs/reference/json/replay.schema.json.</summary>
internal sealed record ReplayDocument(
    string File,
    string Sha256,
    ModelIdentity Model,
    string Decoder,
    string Paradigm,
    int? BlockSamples,
    IReadOnlyList<ReplayDocument.Decided> Decisions,
    int TrialsLost,
    Estimated? Accuracy,
    string Hash,
    string OfflineHash,
    bool AgreesWithOffline,
    IReadOnlyDictionary<string, StageLatency> LatencyMs,
    SampleTotals Samples)
{
    internal sealed record Decided(
        double Time, string Label, string? Truth, IReadOnlyDictionary<string, double> Probabilities, double LatencyMs, long FirstSample, long EndSample);
}
