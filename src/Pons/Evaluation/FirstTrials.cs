using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>
/// Another split of which only the first cues of each class are learnt from, as if calibration had been stopped after them. What is
/// tested stays the same, so that scores of different numbers can be compared.
/// </summary>
public sealed record FirstTrials : Split
{
    /// <summary>Describes the split.</summary>
    /// <param name="inner">Divides training and test.</param>
    /// <param name="countPerClass">Cues of each class to learn from, at least 1; all windows of a cue belong to it.</param>
    public FirstTrials(Split inner, int countPerClass)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfLessThan(countPerClass, 1);
        (Inner, CountPerClass) = (inner, countPerClass);
    }

    /// <summary>Divides training and test.</summary>
    public Split Inner { get; }

    /// <summary>Cues of each class to learn from.</summary>
    public int CountPerClass { get; }

    /// <inheritdoc/>
    public override string Name => Inner.Name;

    /// <inheritdoc/>
    public override bool IsAcrossSubjects => Inner.IsAcrossSubjects;

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => Inner.Parameters.Add("trialsPerClass", CountPerClass);

    /// <summary>Divides, and keeps of each training part the first cues; runs come in their order in the set.</summary>
    /// <exception cref="EvaluationException">A training part has too few cues of a class, or the trials cannot be divided.</exception>
    public override ImmutableArray<Fold> Folds(TrialSet trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        return [.. Inner.Folds(trials).Select(f => f with { Train = FirstOf(trials, f) })];
    }

    private ImmutableArray<int> FirstOf(TrialSet trials, Fold fold)
    {
        var runs = fold.Train.Select(i => RunOf(trials.Trials[i])).Distinct().Index().ToDictionary(r => r.Item, r => r.Index);
        var ordered = fold.Train.OrderBy(i => runs[RunOf(trials.Trials[i])]).ThenBy(i => trials.Trials[i].Origin.FirstSampleIndex);
        List<int> kept = [];
        foreach (var label in ordered.GroupBy(i => trials.Trials[i].Label!.Value))
        {
            var cues = label.GroupBy(i => (RunOf(trials.Trials[i]), CueOf(trials.Trials[i]))).ToList();
            if (cues.Count < CountPerClass)
                throw new EvaluationException(
                    $"The training part of fold '{fold.Name}' of {trials.Trials[fold.Train[0]].Origin.Subject} has {cues.Count} cues of class '{label.Key}'.",
                    $"{CountPerClass} of each class were asked for, and fewer would make another point of the curve.",
                    $"Ask for at most {cues.Count}, or add recordings.");
            kept.AddRange(cues.Take(CountPerClass).SelectMany(c => c));
        }

        return [.. kept.Order()];
    }

    private static (SubjectId, SessionId, RunId) RunOf(Trial trial) => (trial.Origin.Subject, trial.Origin.Session, trial.Origin.Run);

    private static long CueOf(Trial trial) => trial.Origin.CueSampleIndex >= 0 ? trial.Origin.CueSampleIndex : -1 - trial.Origin.FirstSampleIndex;
}
