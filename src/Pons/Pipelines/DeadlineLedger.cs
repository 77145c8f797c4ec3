using System.Collections.Immutable;

namespace Pons.Pipelines;

/// <summary>Counts missed deadlines by stage and reaction. Written by the pump; may be read by other threads, then at most one miss behind.</summary>
public sealed class DeadlineLedger
{
    private static readonly int Reactions = Enum.GetValues<LateReaction>().Length;
    private readonly ImmutableArray<string> _stages;
    private readonly long[] _counts;

    internal DeadlineLedger(ImmutableArray<string> stages) => (_stages, _counts) = (stages, new long[stages.Length * Reactions]);

    /// <summary>All misses together.</summary>
    public long Total => _counts.Sum();

    /// <summary>What was counted, stages in the order of passing; empty while every result was in time.</summary>
    public ImmutableArray<DeadlineCount> Counts =>
        [.. _counts.Select((count, i) => new DeadlineCount(_stages[i / Reactions], (LateReaction)(i % Reactions), count)).Where(c => c.Count > 0)];

    internal void Count(int stage, LateReaction reaction) => _counts[stage * Reactions + (int)reaction]++;
}
