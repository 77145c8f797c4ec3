using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>
/// The cues of each session are dealt at random into folds that have nearly equal shares of every class. Windows of one cue stay
/// together. Training and test share the session, so results are higher than in use.
/// </summary>
public sealed record StratifiedFolds : Split
{
    internal const string SplitName = "stratified-folds";

    /// <summary>Describes the split.</summary>
    /// <param name="count">Folds a session, at least 2; 5 by default.</param>
    /// <param name="seed">Decides which cue comes into which fold.</param>
    public StratifiedFolds(int count = 5, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        Count = count;
        Seed = seed;
    }

    /// <summary>Folds a session.</summary>
    public int Count { get; }

    /// <summary>Decides which cue comes into which fold.</summary>
    public int Seed { get; }

    /// <inheritdoc/>
    public override string Name => SplitName;

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("count", Count).Add("seed", Seed);

    /// <inheritdoc/>
    public override ImmutableArray<Fold> Folds(TrialSet trials)
    {
        var labelled = Enumerable.Range(0, trials.Count).Where(i => trials.Trials[i].Label is not null);
        return [.. labelled.GroupBy(i => trials.Trials[i].Origin.Session).SelectMany(s => FoldsOf(trials, s.Key, [.. s]))];
    }

    private IEnumerable<Fold> FoldsOf(TrialSet trials, SessionId session, List<int> places)
    {
        var random = new Random(Seed);
        var folds = Enumerable.Range(0, Count).Select(_ => new List<int>()).ToArray();
        var next = 0;
        foreach (var label in places.GroupBy(i => trials.Trials[i].Label!.Value).OrderBy(g => g.Key))
        {
            var cues = label.GroupBy(i => CueOf(trials.Trials[i], i)).Select(g => g.ToArray()).ToArray();
            if (cues.Length < Count)
                throw new EvaluationException(
                    $"Session {session} of {trials.Trials[places[0]].Origin.Subject} has {cues.Length} cues of class '{label.Key}'.",
                    $"{Count} folds need one each.", "Use fewer folds, or more recordings.");
            random.Shuffle(cues);
            // Dealing goes on where the class before ended, so that folds stay of equal size.
            foreach (var cue in cues) folds[next++ % Count].AddRange(cue);
        }

        return folds.Select((fold, k) => Testing($"{session} fold {k + 1}", fold, places));
    }
}
