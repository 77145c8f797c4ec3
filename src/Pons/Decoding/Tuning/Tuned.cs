using System.Collections.Immutable;

namespace Pons.Decoding.Tuning;

/// <summary>
/// Another decoder whose hyper-parameters are chosen inside the training trials, from the stated grid of <see cref="TuningGrid"/>: every
/// candidate is fitted without one run (without one person where there are several, without one of five stretches of time in a single run) and
/// asked about it, and the candidate of the best balanced accuracy over all of them, of equal ones that of the least log loss, is fitted to
/// all trials. What comes out is a plain model of the chosen parameters, which it names. Nested selection as by Varma and Simon 2006
/// (doi 10.1186/1471-2105-7-91); nothing outside the training trials has a say. May be used from any thread.
/// </summary>
/// <param name="Inner">The decoder.</param>
public sealed record Tuned(Decoder Inner) : Decoder
{
    /// <summary>What the names of such decoders end with.</summary>
    public const string Suffix = "+tuned";

    /// <inheritdoc/>
    public override string Name => Inner.Name + Suffix;

    /// <summary>Those of the decoder before anything is chosen; a model names those that were chosen.</summary>
    public override ImmutableSortedDictionary<string, double> Parameters => Inner.Parameters;

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials) => Choose(trials).Chosen.Fit(trials);

    /// <summary>Tries every candidate on the trials.</summary>
    /// <exception cref="DecodingException">There is nothing to choose from, or the trials do not suffice to leave some out.</exception>
    public TuningResult Choose(TrialSet trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        var grid = TuningGrid.Of(Inner);
        var folds = InnerFolds.Of(trials, Name);
        return new([.. grid.Select(candidate => Try(candidate, trials, folds))]);
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => Inner.Restore(content);

    private static TuningCandidate Try(Decoder candidate, TrialSet trials, ImmutableArray<(ImmutableArray<int> Train, ImmutableArray<int> Test)> folds)
    {
        var right = new int[trials.Classes.Length];
        var asked = new int[trials.Classes.Length];
        var loss = 0.0;
        foreach (var (train, test) in folds)
        {
            var model = candidate.Fit(trials.Select(train));
            foreach (var trial in test.Select(i => trials.Trials[i]))
            {
                var place = trials.Classes.IndexOf(trial.Label!.Value);
                var prediction = model.Predict(trial.WithoutLabel());
                asked[place]++;
                if (prediction.Label == trial.Label) right[place]++;
                loss -= Math.Log(Math.Max(1e-300, prediction.Probabilities[place]));
            }
        }

        return new(candidate, right.Select((r, k) => (double)r / asked[k]).Average(), loss / asked.Sum());
    }
}
