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

    /// <summary>Divides the labelled trials of one subject.</summary>
    /// <exception cref="EvaluationException">The trials cannot be divided so.</exception>
    public abstract ImmutableArray<Fold> Folds(TrialSet trials);

    /// <summary>The split of this name with its default parameters.</summary>
    /// <exception cref="EvaluationException">There is none.</exception>
    public static Split Named(string name, int seed = 0) => name switch
    {
        LeaveOneRunOut.SplitName => new LeaveOneRunOut(),
        StratifiedFolds.SplitName => new StratifiedFolds(seed: seed),
        _ => throw new EvaluationException(
            $"There is no split '{name}'.", "It decides which trials a decoder may learn from.",
            $"Choose {LeaveOneRunOut.SplitName} or {StratifiedFolds.SplitName}."),
    };

    /// <summary>The fold that tests these places and learns from all others.</summary>
    protected static Fold Testing(string name, IEnumerable<int> test, IEnumerable<int> all)
    {
        var tested = test.Order().ToImmutableArray();
        return new(name, [.. all.Except(tested).Order()], tested);
    }
}
