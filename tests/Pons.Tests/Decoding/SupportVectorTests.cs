using FsCheck.Fluent;
using Pons.Decoding;
using Pons.Decoding.Linear;
using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding;

public sealed class SupportVectorTests
{
    /// <summary>
    /// The whole condition of an optimum: Σ β = 0, bounds kept, and y · margin above 1 outside, below 1 at the bound, 1 between.
    /// </summary>
    [Fact]
    public void The_conditions_of_an_optimum_hold()
    {
        var cases = from trials in Gen.Choose(2, 30)
                    from features in Gen.Choose(1, 40)
                    from seed in Gen.Choose(0, 1_000_000)
                    from exponent in Gen.Choose(-2, 2)
                    select (trials: 2 * trials, features, seed, c: Math.Pow(10, exponent));
        Prop.ForAll(Arb.From(cases), x => IsOptimal(x.trials, x.features, x.seed, x.c)).Holds();
    }

    [Fact]
    public void Equal_trials_of_both_classes_give_no_margin()
    {
        var machines = LinearMachines.Fit(new(4, 2, [1, 2, 1, 2, 1, 2, 1, 2]), [0, 1, 0, 1], 2, 1, ClassWeighting.ByTrials);
        Assert.Equal(0, machines.Margins([1, 2])[0], 9);
        Assert.Equal(0.5, machines.Probabilities([1, 2])[0], 9);
    }

    [Fact]
    public void Two_separate_trials_have_the_widest_margin()
    {
        var machines = LinearMachines.Fit(new(4, 1, [0, 0, 2, 2]), [0, 0, 1, 1], 2, 100, ClassWeighting.ByTrials);
        Assert.Equal(-1, machines.Margins([0])[0], 8);
        Assert.Equal(0, machines.Margins([1])[0], 8);
        Assert.Equal(1, machines.Margins([2])[0], 8);
    }

    [Fact]
    public void Balanced_classes_move_the_border_towards_the_frequent_class()
    {
        var random = new SplitMix(8);
        var vectors = new Matrix(60, 1, [.. Enumerable.Range(0, 60).Select(i => random.Gaussian() + (i < 50 ? 0 : 1.5))]);
        int[] classes = [.. Enumerable.Range(0, 60).Select(i => i < 50 ? 0 : 1)];
        var plain = LinearMachines.Fit(vectors, classes, 2, 1, ClassWeighting.ByTrials);
        var balanced = LinearMachines.Fit(vectors, classes, 2, 1, ClassWeighting.Balanced);
        Assert.True(Rare(x => balanced.Margins(x)[0] > 0) > Rare(x => plain.Margins(x)[0] > 0));

        int Rare(Func<double[], bool> isRare) => Enumerable.Range(0, 60).Count(i => isRare([vectors[i, 0]]));
    }

    /// <summary>Pairs that come from class probabilities give these again.</summary>
    [Fact]
    public void Coupling_inverts_pairs_of_true_probabilities() => Prop.ForAll(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        double[] raw = [.. new SplitMix((ulong)seed).Uniforms(4).Select(u => u + 0.05)];
        double[] p = [.. raw.Select(v => v / raw.Sum())];
        var pairs = new double[6];
        for (var a = 0; a < 4; a++)
            for (var b = a + 1; b < 4; b++) pairs[PairwiseCoupling.PairOf(a, b, 4)] = p[b] / (p[a] + p[b]);
        return PairwiseCoupling.Of(pairs, 4).Zip(p).All(x => Math.Abs(x.First - x.Second) < 1e-6);
    }).Holds();

    /// <summary>Where logits have a known slope, it is found; margins that say nothing get almost none.</summary>
    [Fact]
    public void The_slope_of_margins_is_found()
    {
        var random = new SplitMix(4);
        var margins = random.Gaussians(20_000);
        double[] signs = [.. margins.Select(f => random.Uniform() < MarginSlope.Probability(f, 2.5) ? 1.0 : -1)];
        Assert.InRange(MarginSlope.Of(margins, signs), 2.4, 2.6);
        Assert.Equal(MarginSlope.Least, MarginSlope.Of([1, 1, -1, -1], [-1, -1, 1, 1]));
    }

    private static bool IsOptimal(int trials, int features, int seed, double c)
    {
        var vectors = new Matrix(trials, features, new SplitMix((ulong)seed).Gaussians(trials * features));
        var kernel = MatrixProduct.MultiplyTransposed(vectors, vectors);
        double[] signs = [.. Enumerable.Range(0, trials).Select(i => i % 2 == 0 ? 1.0 : -1)];
        var (beta, bias) = MinimalOptimisation.Solve(kernel, signs, [.. signs.Select(_ => c)]);
        var holds = Math.Abs(beta.Sum()) < 1e-9 * c * trials;
        for (var i = 0; i < trials; i++)
        {
            var margin = bias;
            for (var j = 0; j < trials; j++) margin += beta[j] * kernel[i, j];
            var (alpha, slack) = (signs[i] * beta[i], signs[i] * margin - 1);
            holds &= alpha >= 0 && alpha <= c && (alpha == c || slack > -1e-6) && (alpha == 0 || slack < 1e-6);
        }

        return holds;
    }
}
