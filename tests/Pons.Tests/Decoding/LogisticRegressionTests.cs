using FsCheck.Fluent;
using Pons.Decoding.Linear;
using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding;

public sealed class LogisticRegressionTests
{
    /// <summary>At the optimum W = C · Σ (y − p) x and Σ (y − p) = 0, whatever the shape: that is the whole condition.</summary>
    [Fact]
    public void The_gradient_vanishes_for_more_and_for_fewer_features_than_trials()
    {
        var cases = from trials in Gen.Choose(4, 40)
                    from features in Gen.Choose(1, 80)
                    from classes in Gen.Choose(2, 4)
                    from seed in Gen.Choose(0, 1_000_000)
                    from exponent in Gen.Choose(-2, 2)
                    select (trials, features, classes, seed, c: Math.Pow(10, exponent));
        Prop.ForAll(Arb.From(cases), x => GradientAfterFit(x.trials, x.features, x.classes, x.seed, x.c) <= 1e-8)
            .Holds();
    }

    /// <summary>
    /// Found by the property above: rounding along the sum of the intercepts, which changes nothing, kept the last step away.
    /// </summary>
    [Fact]
    public void Rounding_in_a_direction_without_effect_does_no_harm() => Assert.InRange(GradientAfterFit(40, 41, 4, 968300, 100), 0, 1e-8);

    [Fact]
    public void Equal_vectors_of_both_classes_give_even_chances()
    {
        var fit = LogisticRegression.Fit(new(4, 2, [1, 2, 1, 2, 1, 2, 1, 2]), [0, 1, 0, 1], 2, 1);
        Assert.Equal(0.5, fit.Probabilities([1, 2])[0], 9);
    }

    private static double GradientAfterFit(int trials, int features, int classCount, int seed, double c)
    {
        var random = new SplitMix((ulong)seed);
        var vectors = new Matrix(trials, features, random.Gaussians(trials * features));
        var classes = Enumerable.Range(0, trials).Select(i => i % classCount).ToArray();
        return LargestGradient(LogisticRegression.Fit(vectors, classes, classCount, c), vectors, classes, c);
    }

    private static double LargestGradient(LogisticRegression fit, Matrix vectors, int[] classes, double c)
    {
        var largest = 0.0;
        for (var m = 0; m < fit.Intercepts.Length; m++)
        {
            var label = fit.Intercepts.Length == 1 ? 1 : m;
            var weights = fit.Weights.Row(m).ToArray();
            var sum = 0.0;
            for (var i = 0; i < vectors.Rows; i++)
            {
                var error = c * (fit.Probabilities(vectors.Row(i))[label] - (classes[i] == label ? 1 : 0));
                sum += error;
                for (var f = 0; f < weights.Length; f++) weights[f] += error * vectors[i, f];
            }

            largest = Math.Max(largest, Math.Max(Math.Abs(sum), weights.Max(Math.Abs)));
        }

        return largest;
    }
}
