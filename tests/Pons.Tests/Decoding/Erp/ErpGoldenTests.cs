using Pons.Decoding;
using Pons.Decoding.Erp;
using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding.Erp;

public sealed class ErpGoldenTests
{
    private static readonly ReferenceFile Reference = ReferenceFile.Read("spatial-filters");

    public static TheoryData<string> Names => [.. Decoders.All.Where(d => d.GetType().Namespace == typeof(ErpLda).Namespace).Select(d => d.Name)];

    [Fact]
    public void Filters_have_the_eigenvalues_of_the_reference()
    {
        var trials = EvokedEpochs.All.Trials;
        var mean = XdawnFilters.MeanOf([.. trials.Where(t => t.Label!.Value.Name == "target")]);
        _ = XdawnFilters.Of(mean, XdawnFilters.Whole(trials, 64), 64, 2, out var values);
        Reference.AssertEqual("xdawn.gen_eigvals", values);
    }

    [Fact]
    public void Covariances_behind_filters_have_the_eigenvalues_of_the_reference() =>
        Reference.AssertEqual("xdawn.cov_eigs", Eigenvalues(new XdawnMdm { FilterCount = 2 }, 3));

    [Fact]
    public void Covariances_over_all_channels_have_the_eigenvalues_of_the_reference() =>
        Reference.AssertEqual("erpcov.eigs", Eigenvalues(new ErpMdm(), 2));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_decoder_finds_the_response(string name)
    {
        var set = EvokedEpochs.All;
        var model = Decoders.Named(name).Fit(set.Select(Enumerable.Range(0, 60)));
        var tested = set.Trials.Skip(60).Select(t => (t.Label!.Value.Name, P: model.Predict(t).Probabilities[1])).ToArray();
        var targets = tested.Where(t => t.Name == "target").Select(t => t.P).ToArray();
        var others = tested.Where(t => t.Name != "target").Select(t => t.P).ToArray();
        Assert.True(targets.Average(p => others.Average(o => p > o ? 1.0 : 0)) > 0.9);
    }

    [Fact]
    public void A_covariance_of_distances_alone_stays_as_it_is_but_for_the_taper()
    {
        // Blocks of two channels: B(0) = [2 0; 0 1], B(1) = [0.5 0.2; 0.1 0.3].
        var covariance = new Matrix(4, 4, [2, 0, 0.5, 0.2, 0, 1, 0.1, 0.3, 0.5, 0.1, 2, 0, 0.2, 0.3, 0, 1]);
        Assert.Equal(
            [2, 0, 0.25, 0.1, 0, 1, 0.05, 0.15, 0.25, 0.05, 2, 0, 0.1, 0.15, 0, 1], ToeplitzLda.Toeplitz(covariance, 2, 2).Values.ToArray());
    }

    [Theory]
    [InlineData(4.9646027, 10, 0.05)]
    [InlineData(3.9201244, 120, 0.05)]
    [InlineData(161.44764, 1, 0.05)]
    [InlineData(10.044289, 10, 0.01)]
    public void The_tail_of_Fisher_gives_tabulated_probabilities(double value, int freedom, double probability) =>
        Assert.Equal(probability, FisherTail.Of(value, freedom), 7);

    [Fact]
    public void Stepwise_regression_gives_the_weights_of_least_squares_when_nothing_is_left_out()
    {
        var random = new SplitMix(5);
        var vectors = new Matrix(60, 4, random.Gaussians(240));
        bool[] isClass = [.. Enumerable.Range(0, 60).Select(i => vectors[i, 0] + vectors[i, 1] - vectors[i, 2] + vectors[i, 3] > 0)];
        var weights = new double[4];
        Assert.True(new StepwiseRegression(vectors, 0.999999, 1, 10).Fit(isClass, weights, out _));
        var expected = LeastSquares(vectors, isClass);
        for (var f = 1; f < 4; f++) Assert.Equal(expected[f] / expected[0], weights[f] / weights[0], 9);
    }

    private static double[] LeastSquares(Matrix vectors, bool[] isClass)
    {
        var centred = vectors.Transpose();
        for (var f = 0; f < 4; f++)
        {
            var mean = centred.Row(f).ToArray().Average();
            foreach (ref var value in centred.Row(f)) value -= mean;
        }

        var right = new double[4];
        for (var f = 0; f < 4; f++)
            for (var i = 0; i < 60; i++) right[f] += isClass[i] ? centred[f, i] : 0;
        Cholesky.Factor(MatrixProduct.MultiplyTransposed(centred, centred)).Solve(right, right);
        return right;
    }

    private static double[] Eigenvalues(Decoder decoder, int count)
    {
        var model = (FittedErpCovariance)decoder.Fit(EvokedEpochs.All);
        return [.. EvokedEpochs.All.Trials.Take(count)
            .SelectMany(t => SymmetricEigen.Of(model.Covariance(t.Signal.Span)).Values.ToArray())];
    }
}
