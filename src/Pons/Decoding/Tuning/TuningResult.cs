using System.Collections.Immutable;

namespace Pons.Decoding.Tuning;

/// <summary>How every candidate did, and which was chosen.</summary>
/// <param name="Candidates">In the order of the grid.</param>
public sealed record TuningResult(ImmutableArray<TuningCandidate> Candidates)
{
    /// <summary>The best: by balanced accuracy, then by log loss, then the first in the grid.</summary>
    public Decoder Chosen => Candidates.OrderByDescending(c => c.BalancedAccuracy).ThenBy(c => c.LogLoss).First().Decoder;
}
