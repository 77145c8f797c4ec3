using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation.Spelling;

/// <summary>What one decoder spelled for one person.</summary>
/// <param name="Subject">The person.</param>
/// <param name="Decoder">Name of the decoder.</param>
/// <param name="CodeCount">Flashes in one repetition.</param>
/// <param name="SecondsPerFlash">From one flash to the next.</param>
/// <param name="Runs">Run by run.</param>
public sealed record SpellingScores(SubjectId Subject, string Decoder, int CodeCount, double SecondsPerFlash, ImmutableArray<SpelledRun> Runs)
{
    /// <summary>Letters in all.</summary>
    public int LetterCount => Runs.Sum(r => r.Truth.Length);

    /// <summary>Most repetitions of any run.</summary>
    public int RepetitionCount => Runs.Max(r => r.ByRepetitions.Length);

    /// <summary>Letters that are right after so many repetitions, from 1.</summary>
    public int CorrectAfter(int repetitions) => Runs.Sum(r => r.CorrectAfter(repetitions));

    /// <summary>Share of letters that are right with dynamic stopping, with its interval.</summary>
    public Estimate Stopped => Proportion.Of(Runs.Sum(r => r.CorrectStopped), LetterCount);

    /// <summary>Repetitions that a letter took in the mean with dynamic stopping.</summary>
    public double MeanRepetitions => Runs.Sum(r => r.StoppedFlashes.Sum()) / (double)(LetterCount * CodeCount);

    /// <summary>Letters in a minute of flashes with dynamic stopping, pauses between letters not counted.</summary>
    public double LettersPerMinute => 60 / (MeanRepetitions * CodeCount * SecondsPerFlash);

    /// <summary>Mean over the runs of the area under the receiver operating characteristic of flashes.</summary>
    public double MeanAuc => Runs.Average(r => r.Auc);
}
