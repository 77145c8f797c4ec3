using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Geometry;

/// <summary>Numbers of the folder against those of pyRiemann, scikit-learn and SciPy.</summary>
public sealed class ReferenceValueTests
{
    private static readonly double[][] Trials = SplitMix.TestTrials();
    private static readonly Matrix[] Oas = [.. Trials.Select(t => new OasCovariance().Estimate(t, 6).Matrix)];

    private static readonly Dictionary<string, Func<double[]>> Kernels = new(StringComparer.Ordinal)
    {
        ["E.sum"] = () => [Trials.Sum(trial => trial.Sum())],
        ["cov.scm"] = () => FirstTwo(new SampleCovariance()),
        ["cov.cov"] = () => FirstTwo(new UnbiasedCovariance()),
        ["cov.lwf"] = () => FirstTwo(new LedoitWolfCovariance()),
        ["cov.oas"] = () => FirstTwo(new OasCovariance()),
        ["cov.sch"] = () => FirstTwo(new SchaferStrimmerCovariance()),
        ["cov.corr"] = () => FirstTwo(new SampleCovariance(), Correlation.Of),
        ["mean.riemann"] = () => RiemannMean.Of(Oas).Values.ToArray(),
        ["mean.logeuclid"] = () => LogEuclideanMean.Of(Oas).Values.ToArray(),
        ["mean.euclid"] = () => EuclideanMean.Of(Oas).Values.ToArray(),
        ["mean.logdet"] = () => LogDetMean.Of(Oas).Values.ToArray(),
        ["mean.wasserstein"] = () => WassersteinMean.Of(Oas).Values.ToArray(),
        ["mean.harmonic"] = () => HarmonicMean.Of(Oas).Values.ToArray(),
        ["mean.kullback_sym"] = () => JeffreysMean.Of(Oas).Values.ToArray(),
        ["mean.logchol"] = () => LogCholeskyMean.Of(Oas).Values.ToArray(),
        ["distance.riemann"] = () => [RiemannDistance.Between(Oas[0], Oas[1])],
        ["distance.logeuclid"] = () => [LogEuclideanDistance.Between(Oas[0], Oas[1])],
        ["distance.euclid"] = () => [EuclideanDistance.Between(Oas[0], Oas[1])],
        ["distance.logdet"] = () => [LogDetDistance.Between(Oas[0], Oas[1])],
        ["distance.wasserstein"] = () => [WassersteinDistance.Between(Oas[0], Oas[1])],
        ["distance.kullback"] = () => [KullbackLeiblerDivergence.Between(Oas[0], Oas[1])],
        ["distance.kullback_sym"] = () => [JeffreysDivergence.Between(Oas[0], Oas[1])],
        ["distance.harmonic"] = () => [HarmonicDistance.Between(Oas[0], Oas[1])],
        ["distance.chol"] = () => [CholeskyDistance.Between(Oas[0], Oas[1])],
        ["distance.logchol"] = () => [LogCholeskyDistance.Between(Oas[0], Oas[1])],
        ["ts.first"] = () => TangentVectors()[0],
        ["ts.norms"] = () => [.. TangentVectors().Take(10).Select(v => Math.Sqrt(v.Sum(x => x * x)))],
    };

    private readonly ReferenceFile _file = ReferenceFile.Read("covariance-riemann");

    public static TheoryData<string> Entries => [.. Kernels.Keys];

    [Theory]
    [MemberData(nameof(Entries))]
    public void Every_number_equals_the_reference(string entry) => _file.AssertEqual(entry, Kernels[entry]());

    [Fact]
    public void Every_entry_of_the_reference_has_a_kernel() =>
        Assert.Equal(_file.Entries.Order(StringComparer.Ordinal), Kernels.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Generalised_eigenvalues_equal_the_reference()
    {
        Matrix[] means = [.. new[] { 0, 1 }.Select(y => EuclideanMean.Of([.. Oas.Where((_, i) => i % 3 == y)]))];
        var sum = new Matrix(6, 6, [.. means[0].Values.ToArray().Zip(means[1].Values.ToArray(), (a, b) => a + b)]);
        ReferenceFile.Read("spatial-filters").AssertEqual("csp.gen_eigvals", GeneralizedEigen.Of(means[1], sum).Values);
    }

    [Fact]
    public void Shrinkage_of_features_equals_the_reference()
    {
        // Features stand as channels over trials.
        var vectors = TangentVectors();
        double[] features = [.. Enumerable.Range(0, 21).SelectMany(f => vectors.Select(v => v[f]))];
        var file = ReferenceFile.Read("classifiers");
        file.AssertEqual("lw.shrinkage", [new LedoitWolfCovariance().Estimate(features, 21).Shrinkage]);
        file.AssertEqual("oas.shrinkage", [new OasCovariance().Estimate(features, 21).Shrinkage]);
    }

    private static double[][] TangentVectors()
    {
        var space = new TangentSpace(RiemannMean.Of(Oas));
        return [.. Oas.Select(spd =>
        {
            var vector = new double[space.Dimension];
            space.ToTangent(spd, vector);
            return vector;
        })];
    }

    private static double[] FirstTwo(CovarianceEstimator estimator, Func<Matrix, Matrix>? then = null) =>
        [.. Trials.Take(2).Select(t => estimator.Estimate(t, 6).Matrix).SelectMany(c => (then is null ? c : then(c)).Values.ToArray())];
}
