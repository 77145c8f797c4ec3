using Pons.Experiments;
using Pons.Experiments.Speller;

namespace Pons.Tests.Experiments.Speller;

public sealed class BayesianSpellerTests
{
    private static readonly SpellerMatrix Matrix = SpellerMatrix.SixBySix;

    [Fact]
    public void A_column_and_a_row_meet_in_one_symbol()
    {
        for (var row = 0; row < 6; row++)
            for (var column = 0; column < 6; column++)
            {
                var both = Matrix.SymbolsOf(column + 1).Intersect(Matrix.SymbolsOf(row + 7));
                Assert.Equal(Matrix.Symbols[row * 6 + column], Matrix.Symbols[Assert.Single(both)]);
            }
    }

    [Fact]
    public void Evidence_is_multiplied_as_Bayes_says()
    {
        var speller = new BayesianSpeller { Matrix = SpellerMatrix.Single("AB"), Trust = 1 };
        var posterior = speller.Posterior([(1, Math.Log(3)), (2, Math.Log(0.5)), (1, Math.Log(2))]);
        Assert.Equal(12.0 / 13, posterior[0], 12);
    }

    [Fact]
    public void It_stops_as_soon_as_a_symbol_is_probable_enough_and_not_before_every_code_has_flashed()
    {
        var speller = new BayesianSpeller();
        var flashes = Enumerable.Range(0, 60).Select(i => (Code: i % 12 + 1, LogRatio: i % 12 is 2 or 8 ? 20.0 : -20)).ToArray();
        var spelled = speller.Spell(flashes);
        Assert.Equal(('O', 12, true), (spelled.Symbol, spelled.Flashes, spelled.Stopped));
        Assert.Equal(60, (speller with { Threshold = 1.5 }).Spell(flashes).Flashes);
        var none = speller.Spell([.. flashes.Select(f => (f.Code, 0.0))]);
        Assert.Equal((60, false), (none.Flashes, none.Stopped));
    }

    [Fact]
    public void What_language_expects_decides_where_flashes_do_not()
    {
        var speller = new BayesianSpeller { Prior = new AfterQ() };
        Assert.Equal('U', speller.Spell([(1, 0)], "Q").Symbol);
        Assert.Equal(1.0 / 36, speller.Posterior([(1, 0)], "A")[0], 12);
    }

    [Fact]
    public void A_prior_that_is_no_probability_is_refused() =>
        Assert.Throws<ParadigmException>(() => new BayesianSpeller { Prior = new Nothing() }.Posterior([(1, 0)]));

    [Fact]
    public void Layouts_with_a_symbol_twice_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SpellerMatrix.RowsAndColumns("AB", "BC"));
        Assert.Throws<ArgumentException>(() => SpellerMatrix.RowsAndColumns("AB", "C"));
    }

    private sealed class AfterQ : LanguagePrior
    {
        public override void Weigh(string spelled, string symbols, Span<double> weights)
        {
            weights.Fill(1);
            if (spelled.EndsWith('Q')) weights[symbols.IndexOf('U', StringComparison.Ordinal)] = 100;
        }
    }

    private sealed class Nothing : LanguagePrior
    {
        public override void Weigh(string spelled, string symbols, Span<double> weights) => weights.Clear();
    }
}
