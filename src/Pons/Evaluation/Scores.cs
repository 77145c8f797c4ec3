using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>How well trials were decided, each number with its 95 % interval.</summary>
/// <param name="TrialCount">How many trials were decided.</param>
/// <param name="CorrectCount">How many rightly.</param>
/// <param name="ChanceLimit">Accuracy that guessing reaches with a probability of at most 5 %.</param>
/// <param name="Accuracy">Share of right trials.</param>
/// <param name="BalancedAccuracy">Mean over the classes of the share of right trials.</param>
/// <param name="Kappa">Cohen's kappa.</param>
/// <param name="Auc">Area under the receiver operating characteristic, held against trials of the same fold; only for two classes that both occur.</param>
/// <param name="BitsPerMinute">Information transfer rate of Wolpaw.</param>
public sealed record Scores(
    int TrialCount,
    int CorrectCount,
    double ChanceLimit,
    Estimate Accuracy,
    Estimate BalancedAccuracy,
    Estimate Kappa,
    Estimate? Auc,
    Estimate BitsPerMinute)
{
    /// <summary>Scores decided trials.</summary>
    /// <param name="folds">What each model decided; at least one trial in all.</param>
    /// <param name="classes">All classes that could be decided, at least two.</param>
    /// <param name="secondsPerDecision">The whole time that one decision takes, for the information transfer rate.</param>
    /// <exception cref="ArgumentException">No trial, or fewer than two classes.</exception>
    public static Scores Of(IReadOnlyList<IReadOnlyList<TestedTrial>> folds, ImmutableArray<ClassLabel> classes, double secondsPerDecision)
    {
        ArgumentNullException.ThrowIfNull(folds);
        var trials = folds.SelectMany(f => f).ToList();
        ArgumentOutOfRangeException.ThrowIfZero(trials.Count, nameof(folds));
        var confusion = new ConfusionMatrix(
            classes.Length, trials.Select(t => (classes.IndexOf(t.Truth), classes.IndexOf(t.Prediction.Label))));
        var accuracy = confusion.Accuracy();
        return new(
            trials.Count,
            confusion.Correct,
            (double)Proportion.ChanceLimit(trials.Count, classes.Length) / trials.Count,
            accuracy,
            confusion.BalancedAccuracy(),
            confusion.Kappa(),
            classes.Length == 2 ? AreaOf(folds, classes[1]) : null,
            InformationTransfer.BitsPerMinute(classes.Length, accuracy, secondsPerDecision));
    }

    private static Estimate? AreaOf(IReadOnlyList<IReadOnlyList<TestedTrial>> folds, ClassLabel positive) => RocArea.Within(
        [.. folds.Select(f => ((IReadOnlyList<double>)[.. f.Select(t => ProbabilityOf(t, positive))], (IReadOnlyList<bool>)[.. f.Select(t => t.Truth == positive)]))]);

    private static double ProbabilityOf(TestedTrial trial, ClassLabel label)
    {
        var place = trial.Prediction.Classes.IndexOf(label);
        return place < 0 ? 0 : trial.Prediction.Probabilities[place];
    }
}
