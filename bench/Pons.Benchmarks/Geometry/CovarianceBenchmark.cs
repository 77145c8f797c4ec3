using BenchmarkDotNet.Attributes;
using Pons.Geometry;

namespace Pons.Benchmarks.Geometry;

/// <summary>Peer: pyRiemann Covariances('scm' | 'lwf' | 'oas') over 288 trials [22 × 1000], one BLAS thread.</summary>
[MemoryDiagnoser]
public class CovarianceBenchmark
{
    private readonly double[][] _trials = GeometryData.Trials(288, 22, 1000, 0.2);
    private readonly OasCovariance _oas = new();
    private readonly LedoitWolfCovariance _ledoitWolf = new();
    private readonly SampleCovariance _sample = new();

    [Benchmark]
    public int Oas288Trials() => All(_oas);

    [Benchmark]
    public int LedoitWolf288Trials() => All(_ledoitWolf);

    [Benchmark]
    public int Sample288Trials() => All(_sample);

    private int All(CovarianceEstimator estimator)
    {
        var ranks = 0;
        foreach (var trial in _trials) ranks += estimator.Estimate(trial, 22).Rank;
        return ranks;
    }
}
