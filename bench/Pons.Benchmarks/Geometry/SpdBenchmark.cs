using BenchmarkDotNet.Attributes;
using Pons.Geometry;

namespace Pons.Benchmarks.Geometry;

/// <summary>
/// Peers: pyRiemann mean_riemann (tolerance 1e-8), mean_logeuclid, distance_riemann, TangentSpace.transform of one matrix.
/// </summary>
[MemoryDiagnoser]
public class SpdBenchmark
{
    private readonly Matrix[] _of22 = GeometryData.Covariances(GeometryData.Trials(288, 22, 1000, 0.2), 22);
    private readonly Matrix[] _of64 = GeometryData.Covariances(GeometryData.Trials(30, 64, 656, 0.1), 64);
    private readonly double[] _vector = new double[253];
    private TangentSpace _space = new(Matrix.Identity(22));

    [GlobalSetup]
    public void Prepare() => _space = new TangentSpace(RiemannMean.Of(_of22));

    [Benchmark]
    public Matrix RiemannMean288Of22() => RiemannMean.Of(_of22);

    [Benchmark]
    public Matrix RiemannMean30Of64() => RiemannMean.Of(_of64);

    [Benchmark]
    public Matrix LogEuclideanMean288Of22() => LogEuclideanMean.Of(_of22);

    [Benchmark]
    public double RiemannDistanceOf22() => RiemannDistance.Between(_of22[0], _of22[1]);

    [Benchmark]
    public double TangentVectorOf22()
    {
        _space.ToTangent(_of22[0], _vector);
        return _vector[0];
    }
}
