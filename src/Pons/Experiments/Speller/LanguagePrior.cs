namespace Pons.Experiments.Speller;

/// <summary>How probable each symbol is before any flash, given what was spelled so far: the input for a model of language.</summary>
public abstract class LanguagePrior
{
    /// <summary>All symbols alike.</summary>
    public static LanguagePrior Uniform { get; } = new UniformPrior();

    /// <summary>Probabilities of the next symbol; positive or zero, with a sum above zero. They need not sum to 1.</summary>
    /// <param name="spelled">What was spelled so far.</param>
    /// <param name="symbols">The symbols to choose from.</param>
    /// <param name="weights">One value a symbol, overwritten.</param>
    public abstract void Weigh(string spelled, string symbols, Span<double> weights);

    private sealed class UniformPrior : LanguagePrior
    {
        public override void Weigh(string spelled, string symbols, Span<double> weights) => weights.Fill(1);
    }
}
