using BenchmarkDotNet.Attributes;
using Pons.Geometry;

namespace Pons.Benchmarks.Geometry;

/// <summary>Peers: LAPACK through NumPy and SciPy (eigh, cholesky, svd, matrix product), one BLAS thread.</summary>
public class FactorisationBenchmark
{
    private Matrix _spd = Matrix.Identity(1);
    private Matrix _other = Matrix.Identity(1);
    private Matrix _wide = Matrix.Identity(1);

    [Params(8, 22, 64)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var pair = GeometryData.Covariances(GeometryData.Trials(2, Size, 1000, 0.1), Size);
        (_spd, _other) = (pair[0], pair[1]);
        _wide = GeometryData.Gaussian(new Random(2), Size, 1000);
    }

    [Benchmark]
    public SymmetricEigen Eigen() => SymmetricEigen.Of(_spd);

    [Benchmark]
    public GeneralizedEigen GeneralisedEigen() => GeneralizedEigen.Of(_spd, _other);

    [Benchmark]
    public Cholesky CholeskyFactor() => Cholesky.Factor(_spd);

    [Benchmark]
    public ThinSvd ThinSvdOfWide() => ThinSvd.Of(_wide);

    [Benchmark]
    public Matrix Product() => MatrixProduct.Multiply(_spd, _other);

    [Benchmark]
    public Matrix Logarithm() => SpdFunction.Log(_spd);
}
