using Pons.Pipelines;

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

/// <summary>A share with its 95 % interval, and the share that guessing reaches with a probability of at most 5 %.</summary>
internal sealed record Estimated(double Value, double Low, double High, double ChanceLimit);

/// <summary>Milliseconds that a stage took.</summary>
internal sealed record StageLatency(long Count, double P50, double P99, double P999, double Max)
{
    /// <summary>One entry a stage that was measured, in the order of passing.</summary>
    public static OrderedDictionary<string, StageLatency> ByStage(IEnumerable<LatencySummary> summaries) => new(
        summaries.Where(s => s.Count > 0).Select(s => KeyValuePair.Create(
            s.Stage, new StageLatency(s.Count, s.P50Milliseconds, s.P99Milliseconds, s.P999Milliseconds, s.MaxMilliseconds))));
}

/// <summary>Samples per channel.</summary>
internal sealed record SampleTotals(long Expected, long Received, long Lost);

/// <summary>All decisions, and one hash over them.</summary>
internal sealed record DecisionTotals(int Count, string Hash);

/// <summary>Which model decided.</summary>
internal sealed record ModelIdentity(string Hash);
