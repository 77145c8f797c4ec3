namespace Pons.Pipelines;

/// <summary>How long a stage took.</summary>
/// <param name="Stage">Name of the stage, or <see cref="LatencyLedger.Total"/>.</param>
/// <param name="Count">How many times it was measured.</param>
/// <param name="P50Milliseconds">Half of the times are at most this, within 2 %.</param>
/// <param name="P99Milliseconds">99 % of the times are at most this, within 2 %.</param>
/// <param name="P999Milliseconds">99.9 % of the times are at most this, within 2 %.</param>
/// <param name="MaxMilliseconds">The longest time, exactly.</param>
public sealed record LatencySummary(
    string Stage, long Count, double P50Milliseconds, double P99Milliseconds, double P999Milliseconds, double MaxMilliseconds);
