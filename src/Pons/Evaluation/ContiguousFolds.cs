using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>
/// The cues of every class are cut, in the order of time, into as many stretches as there are folds; fold k tests the k-th stretch of each
/// class. For recordings of one state each, where no stretch of time holds all classes. Neighbours in time stand on both
/// sides at the edges of a stretch only.
/// </summary>
public sealed record ContiguousFolds : Split
{
    internal const string SplitName = "contiguous-folds";

    /// <summary>Describes the split.</summary>
    /// <param name="count">Folds, at least 2; 5 by default.</param>
    public ContiguousFolds(int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        Count = count;
    }

    /// <summary>Folds.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override string Name => SplitName;

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty.Add("count", Count);

    /// <inheritdoc/>
    public override ImmutableArray<Fold> Folds(TrialSet trials)
    {
        var labelled = Enumerable.Range(0, trials.Count).Where(i => trials.Trials[i].Label is not null).ToList();
        var folds = Enumerable.Range(0, Count).Select(_ => new List<int>()).ToArray();
        foreach (var label in labelled.GroupBy(i => trials.Trials[i].Label!.Value))
        {
            var cues = label.GroupBy(i => CueOf(trials.Trials[i], i)).ToList();
            if (cues.Count < Count)
                throw new EvaluationException(
                    $"Subject {trials.Trials[label.First()].Origin.Subject} has {cues.Count} cues of class '{label.Key}'.",
                    $"{Count} folds need one each.", "Use another split, or more recordings.");
            foreach (var (k, cue) in cues.Index()) folds[k * Count / cues.Count].AddRange(cue);
        }

        return [.. folds.Select((fold, k) => Testing($"stretch {k + 1}", fold, labelled))];
    }
}
