using Pons.Pipelines;

namespace Pons.Cli.Documents;

/// <summary>Milliseconds that a stage took.</summary>
internal sealed record StageLatency(long Count, double P50, double P99, double P999, double Max)
{
    /// <summary>One entry a stage that was measured, in the order of passing.</summary>
    public static OrderedDictionary<string, StageLatency> ByStage(IEnumerable<LatencySummary> summaries) => new(
        summaries.Where(s => s.Count > 0).Select(s => KeyValuePair.Create(
            s.Stage, new StageLatency(s.Count, s.P50Milliseconds, s.P99Milliseconds, s.P999Milliseconds, s.MaxMilliseconds))));
}
