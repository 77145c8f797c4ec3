using System.Collections.Immutable;

namespace Pons.Evaluation.Continuous;

/// <summary>What one decoder reached.</summary>
/// <param name="Candidate">The decoder and its name.</param>
/// <param name="Shift">Bin that an output describes against the last counts; negative is late, so not causal.</param>
/// <param name="FirstTestedBin">First bin that was tested.</param>
/// <param name="TestedBins">Number of tested bins.</param>
/// <param name="Outputs">Scores by output.</param>
/// <param name="Mean">Scores of the mean over outputs, with its own interval.</param>
public sealed record ContinuousResult(
    ContinuousCandidate Candidate, int Shift, int FirstTestedBin, int TestedBins, ImmutableArray<OutputScore> Outputs, OutputScore Mean)
{
    /// <summary>Whether an output needs no counts of bins after the one it describes.</summary>
    public bool IsCausal => Shift >= 0;
}
