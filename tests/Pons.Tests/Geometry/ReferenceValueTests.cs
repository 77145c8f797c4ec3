using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Geometry;

/// <summary>Numbers of the folder against those of pyRiemann, scikit-learn and SciPy.</summary>
public sealed class ReferenceValueTests
{
    private static readonly double[][] Trials = SplitMix.TestTrials();
    private static readonly Matrix[] Oas = [.. Trials.Select(t => new OasCovariance().Estimate(t, 6).Matrix)];
    private readonly ReferenceFile _file = ReferenceFile.Read("covariance-riemann");

    [Fact]
    public void Covariances_equal_the_reference()
    {
        AssertFirstTwo("cov.scm", new SampleCovariance());
        AssertFirstTwo("cov.lwf", new LedoitWolfCovariance());
        AssertFirstTwo("cov.oas", new OasCovariance());
    }

    [Fact]
    public void Means_equal_the_reference()
    {
        _file.AssertEqual("mean.riemann", RiemannMean.Of(Oas).Values);
        _file.AssertEqual("mean.logeuclid", LogEuclideanMean.Of(Oas).Values);
        _file.AssertEqual("mean.euclid", EuclideanMean.Of(Oas).Values);
    }

    [Fact]
    public void Distances_equal_the_reference()
    {
        _file.AssertEqual("distance.riemann", [RiemannDistance.Between(Oas[0], Oas[1])]);
        _file.AssertEqual("distance.logeuclid", [LogEuclideanDistance.Between(Oas[0], Oas[1])]);
        _file.AssertEqual("distance.euclid", [EuclideanDistance.Between(Oas[0], Oas[1])]);
    }

    [Fact]
    public void Tangent_vectors_equal_the_reference()
    {
        var vectors = TangentVectors();
        _file.AssertEqual("ts.first", vectors[0]);
        _file.AssertEqual("ts.norms", [.. vectors.Take(10).Select(v => Math.Sqrt(v.Sum(x => x * x)))]);
    }

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

    private void AssertFirstTwo(string entry, CovarianceEstimator estimator) =>
        _file.AssertEqual(entry, [.. Trials.Take(2).SelectMany(t => estimator.Estimate(t, 6).Matrix.Values.ToArray())]);
}
