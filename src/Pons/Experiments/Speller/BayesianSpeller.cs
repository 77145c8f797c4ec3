using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Experiments.Speller;

/// <summary>
/// Collects evidence for symbols flash by flash and stops when one is probable enough (Throckmorton and others 2013,
/// doi 10.1109/TNSRE.2013.2253125). A flash multiplies the odds of the symbols that it shows by the likelihood ratio of its epoch: the odds that the
/// decoder gives for a target, over those of a target among training epochs. <see cref="Trust"/> takes the ratio to a power below 1, since
/// epochs overlap and decoders are too sure of themselves. Immutable.
/// </summary>
public sealed record BayesianSpeller
{
    private readonly double _threshold = 0.95;
    private readonly double _trust = 0.5;

    /// <summary>What flashes show.</summary>
    public SpellerMatrix Matrix { get; init; } = SpellerMatrix.SixBySix;

    /// <summary>Probability at which a letter is decided; 0.95 by default. At 1 or above all flashes are used.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double Threshold
    {
        get => _threshold;
        init
        {
            if (!(value > 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive.");
            _threshold = value;
        }
    }

    /// <summary>Power that likelihood ratios are taken to, above 0 and at most 1; 0.5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Trust
    {
        get => _trust;
        init
        {
            if (!(value is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(value), value, "Must lie above 0 and not above 1.");
            _trust = value;
        }
    }

    /// <summary>Flashes that are always waited for, so that every symbol has lit up; all codes once by default (0).</summary>
    public int LeastFlashes { get; init; }

    /// <summary>What is known of the next symbol before any flash; nothing by default.</summary>
    public LanguagePrior Prior { get; init; } = LanguagePrior.Uniform;

    /// <summary>Probabilities of all symbols after flashes.</summary>
    /// <param name="flashes">Code and log-likelihood ratio of each flash, in natural logarithms.</param>
    /// <param name="spelled">What was spelled before, for the prior.</param>
    /// <exception cref="ParadigmException">The prior gave weights that are no probabilities.</exception>
    public ImmutableArray<double> Posterior(IEnumerable<(int Code, double LogRatio)> flashes, string spelled = "")
    {
        var logs = LogPrior(spelled);
        foreach (var (code, ratio) in flashes)
            foreach (var symbol in Matrix.SymbolsOf(code)) logs[symbol] += Trust * ratio;
        return [.. Normalised(logs)];
    }

    /// <summary>Decides on one letter.</summary>
    /// <param name="flashes">Code and log-likelihood ratio of each flash in the order of time; at least one.</param>
    /// <param name="spelled">What was spelled before, for the prior.</param>
    /// <exception cref="ParadigmException">The prior gave weights that are no probabilities.</exception>
    public SpelledLetter Spell(IReadOnlyList<(int Code, double LogRatio)> flashes, string spelled = "")
    {
        ArgumentOutOfRangeException.ThrowIfZero(flashes.Count);
        var least = LeastFlashes > 0 ? LeastFlashes : Matrix.CodeCount;
        var logs = LogPrior(spelled);
        for (var used = 1; ; used++)
        {
            foreach (var symbol in Matrix.SymbolsOf(flashes[used - 1].Code)) logs[symbol] += Trust * flashes[used - 1].LogRatio;
            if (used < least && used < flashes.Count) continue;
            var posterior = Normalised(logs);
            var best = Array.IndexOf(posterior, posterior.Max());
            var stopped = posterior[best] >= Threshold && used >= least;
            if (stopped || used == flashes.Count) return new(Matrix.Symbols[best], posterior[best], used, stopped);
        }
    }

    /// <summary>The log-likelihood ratio of an epoch: log-odds of a target, less those of a target among the training epochs.</summary>
    /// <param name="prediction">What a decoder of classes that include <c>target</c> says.</param>
    /// <param name="targetShare">Share of targets among the epochs that it was fitted to.</param>
    /// <exception cref="ParadigmException">The decoder has no class <c>target</c>.</exception>
    public static double LogRatio(Prediction prediction, double targetShare)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        var place = prediction.Classes.IndexOf(RowColumnSpeller.Target);
        if (place < 0)
            throw new ParadigmException(
                $"The decoder chooses between {string.Join(", ", prediction.Classes)}.", "A speller asks which flashes hold the target.",
                $"Fit it to epochs of '{RowColumnSpeller.Target}' and '{RowColumnSpeller.NonTarget}'.");
        // Beyond these probabilities doubles cannot tell the rest from zero.
        var p = Math.Clamp(prediction.Probabilities[place], 1e-12, 1 - 1e-12);
        return Math.Log(p / (1 - p)) - Math.Log(targetShare / (1 - targetShare));
    }

    private double[] LogPrior(string spelled)
    {
        var weights = new double[Matrix.Symbols.Length];
        Prior.Weigh(spelled, Matrix.Symbols, weights);
        if (weights.Any(w => !(w >= 0 && double.IsFinite(w))) || !(weights.Sum() > 0))
            throw new ParadigmException(
                $"The language prior gave weights from {weights.Min()} to {weights.Max()} after '{spelled}'.",
                "Probabilities are finite, not negative, and not all zero.", "Mend the language prior.");
        return [.. weights.Select(w => Math.Log(w))];
    }

    private static double[] Normalised(double[] logs)
    {
        var largest = logs.Max();
        var values = logs.Select(l => Math.Exp(l - largest)).ToArray();
        var sum = values.Sum();
        return [.. values.Select(v => v / sum)];
    }
}
