using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>
/// How the trials of one subject are divided. Every trial is tested exactly once, and trials of one cue never stand on both
/// sides: overlapping windows on both sides make any decoder look perfect.
/// </summary>
public abstract record Split
{
    /// <summary>Name on the command line and in reports, such as <c>leave-one-run-out</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The parameters, the seed among them; kept in reports.</summary>
    public virtual ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Whether decoders learn from other people than they are tested on; then the trials of all subjects are divided together.</summary>
    public virtual bool IsAcrossSubjects => false;

    /// <summary>Divides the labelled trials of one subject, or of all.</summary>
    /// <exception cref="EvaluationException">The trials cannot be divided so.</exception>
    public abstract ImmutableArray<Fold> Folds(TrialSet trials);

    /// <summary>The split of this name with its default parameters.</summary>
    /// <exception cref="EvaluationException">There is none.</exception>
    public static Split Named(string name, int seed = 0) => All.FirstOrDefault(s => s.Name == name) switch
    {
        StratifiedFolds => new StratifiedFolds(seed: seed),
        { } split => split,
        null => throw new EvaluationException(
            $"There is no split '{name}'.", "It decides which trials a decoder may learn from.", $"Choose one of: {string.Join(", ", Names)}."),
    };

    /// <summary>The names of all splits.</summary>
    public static ImmutableArray<string> Names => [.. All.Select(s => s.Name)];

    private static ImmutableArray<Split> All =>
        [new LeaveOneRunOut(), new StratifiedFolds(), new LeaveOneSessionOut(), new LeaveOneSubjectOut(), new TimeBlocks(), new OccurrenceFolds(), new ContiguousFolds()];

    /// <summary>Tests each group by what was learnt from all others.</summary>
    private protected static ImmutableArray<Fold> LeavingOut<T>(TrialSet trials, Func<TrialOrigin, T> groupOf, Func<TrialOrigin, string> nameOf, string what)
    {
        var labelled = Enumerable.Range(0, trials.Count).Where(i => trials.Trials[i].Label is not null).ToList();
        var groups = labelled.GroupBy(i => groupOf(trials.Trials[i].Origin)).ToList();
        if (groups.Count < 2)
            throw new EvaluationException(
                $"The trials{OfWhom(trials)} come from {groups.Count} {what}{(groups.Count == 1 ? $", {nameOf(trials.Trials[groups[0].First()].Origin)}" : "s")}.",
                $"To leave one {what} out, another one must remain to learn from.", "Add recordings, or choose another split.");
        return [.. groups.Select(g => Testing(nameOf(trials.Trials[g.First()].Origin), g, labelled))];
    }

    private static string OfWhom(TrialSet trials) =>
        trials.Trials.Select(t => t.Origin.Subject).Distinct().ToList() is [var only] ? $" of {only}" : "";

    /// <summary>What belongs together on one side: the windows of one cue; a trial without cue by itself.</summary>
    private protected static (SessionId Session, RunId Run, long Cue) CueOf(Trial trial, int place) =>
        (trial.Origin.Session, trial.Origin.Run, trial.Origin.CueSampleIndex >= 0 ? trial.Origin.CueSampleIndex : -1 - place);

    /// <summary>The fold that tests these places and learns from all others.</summary>
    protected static Fold Testing(string name, IEnumerable<int> test, IEnumerable<int> all)
    {
        var tested = test.Order().ToImmutableArray();
        return new(name, [.. all.Except(tested).Order()], tested);
    }
}
