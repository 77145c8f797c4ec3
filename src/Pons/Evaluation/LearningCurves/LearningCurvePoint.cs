namespace Pons.Evaluation.LearningCurves;

/// <summary>One point of a learning curve.</summary>
/// <param name="CountPerClass">Cues of each class that were learnt from.</param>
/// <param name="Table">What that gave.</param>
public sealed record LearningCurvePoint(int CountPerClass, ScoreTable Table)
{
    /// <summary>
    /// Mean over folds of the time that was recorded to have the training trials, from the first cue to the end of the last trial of each
    /// run, pauses included; in minutes.
    /// </summary>
    public double CalibrationMinutes => Table.Rows.SelectMany(r => r.Folds).Average(f => f.CalibrationMinutes);
}
