using System.Collections.Immutable;

namespace Pons.Evaluation.Spelling;

/// <summary>What one run spelled.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Truth">The letters that were asked for.</param>
/// <param name="ByRepetitions">The letters after 1, 2, … repetitions of all flashes.</param>
/// <param name="Stopped">The letters with dynamic stopping.</param>
/// <param name="StoppedFlashes">Flashes that each of these letters took.</param>
/// <param name="Auc">Area under the receiver operating characteristic of the flashes of this run.</param>
public sealed record SpelledRun(
    string Run, string Truth, ImmutableArray<string> ByRepetitions, string Stopped, ImmutableArray<int> StoppedFlashes, double Auc)
{
    /// <summary>Letters that are right after so many repetitions, from 1.</summary>
    public int CorrectAfter(int repetitions) => Right(ByRepetitions[Math.Min(repetitions, ByRepetitions.Length) - 1]);

    /// <summary>Letters that are right with dynamic stopping.</summary>
    public int CorrectStopped => Right(Stopped);

    private int Right(string word) => word.Zip(Truth).Count(p => p.First == p.Second);
}
