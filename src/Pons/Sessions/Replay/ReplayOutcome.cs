using System.Collections.Immutable;

namespace Pons.Sessions.Replay;

/// <summary>How a replay compares with what happened live. Immutable.</summary>
/// <param name="Stream">Name of the stream that was decoded.</param>
/// <param name="ModelHash">Content hash of the model.</param>
/// <param name="Paradigm">Name of the paradigm.</param>
/// <param name="Recorded">Decisions in the ledger.</param>
/// <param name="Replayed">Decisions of the replay.</param>
/// <param name="RecordedHash">Hash of the decisions in the ledger, as <see cref="Pipelines.DecisionHash"/> makes it.</param>
/// <param name="ReplayedHash">Hash of the decisions of the replay.</param>
/// <param name="DifferenceCount">Decisions that differ.</param>
/// <param name="Differences">The first of them.</param>
/// <param name="Warnings">What had to be mended or assumed to read the session, each a sentence.</param>
public sealed record ReplayOutcome(
    string Stream, string ModelHash, string Paradigm, int Recorded, int Replayed, string RecordedHash, string ReplayedHash,
    int DifferenceCount, ImmutableArray<ReplayDifference> Differences, ImmutableArray<string> Warnings)
{
    /// <summary>Whether every decision was made again, bit for bit.</summary>
    public bool IsEqual => DifferenceCount == 0 && RecordedHash == ReplayedHash;
}
