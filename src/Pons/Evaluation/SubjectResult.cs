using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>What one decoder reached on one subject.</summary>
/// <param name="Subject">The person.</param>
/// <param name="Decoder">Name of the decoder.</param>
/// <param name="Scores">Over the trials of all folds.</param>
/// <param name="Folds">What each fold gave.</param>
public sealed record SubjectResult(SubjectId Subject, string Decoder, Scores Scores, ImmutableArray<FoldResult> Folds)
{
    /// <summary>Mean over the folds of the time in minutes that recording what was learnt from took.</summary>
    public double CalibrationMinutes => Folds.Average(f => f.CalibrationMinutes);
}
