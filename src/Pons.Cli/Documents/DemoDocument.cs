namespace Pons.Cli.Documents;

/// <summary>What <c>pons demo --headless --json</c> prints; docs/reference/json/demo.schema.json.</summary>
internal sealed record DemoDocument(
    int Seed,
    string Paradigm,
    string Decoder,
    double Skill,
    bool VirtualTime,
    double DurationSeconds,
    int Trials,
    DemoDocument.OutcomeCount Outcomes,
    Estimated? Accuracy,
    double ItrBitsPerMinute,
    DemoDocument.Calibrated Calibration,
    IReadOnlyDictionary<string, StageLatency> LatencyMs,
    double StageDelayMs,
    SampleTotals Samples,
    DecisionTotals Decisions,
    ModelIdentity Model,
    int LateFeedback)
{
    internal sealed record OutcomeCount(int Hit, int Miss, int TimeOut, int Void);

    internal sealed record Calibrated(int Trials, int Windows);
}
