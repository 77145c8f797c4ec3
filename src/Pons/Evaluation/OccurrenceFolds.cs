using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>
/// For recordings of one run: fold k tests the k-th cue of every class in the order of time, and learns from all others. Balanced
/// without chance. Training and test share the run and lie before and after each other, so results are higher than in use.
/// </summary>
public sealed record OccurrenceFolds : Split
{
    internal const string SplitName = "occurrence-folds";

    /// <inheritdoc/>
    public override string Name => SplitName;

    /// <inheritdoc/>
    public override ImmutableArray<Fold> Folds(TrialSet trials)
    {
        var labelled = Enumerable.Range(0, trials.Count).Where(i => trials.Trials[i].Label is not null).ToList();
        var occurrences = new Dictionary<int, List<int>>();
        foreach (var label in labelled.GroupBy(i => trials.Trials[i].Label!.Value))
            foreach (var (k, cue) in label.GroupBy(i => CueOf(trials.Trials[i], i)).Index())
            {
                if (!occurrences.TryGetValue(k, out var fold)) occurrences[k] = fold = [];
                fold.AddRange(cue);
            }

        if (occurrences.Count < 2)
            throw new EvaluationException(
                $"Subject {trials.Trials.FirstOrDefault()?.Origin.Subject} has no class with two cues.",
                "To leave one cue of a class out, another one must remain to learn from.", "Add recordings.");
        return [.. occurrences.OrderBy(o => o.Key).Select(o => Testing($"occurrence {o.Key + 1}", o.Value, labelled))];
    }
}
