using BenchmarkDotNet.Attributes;
using Pons.Simulation;

namespace Pons.Benchmarks.Simulation;

/// <summary>One row of the forward model: a dipole 70 mm from the centre of the four-shell head, 64 electrodes, three axes.</summary>
[MemoryDiagnoser]
public class LeadFieldBenchmarks
{
    private readonly HeadVector[] _electrodes = [.. Montage.Standard64.Directions];
    private readonly double[] _field = new double[3 * Montage.Standard64.Count];

    [Benchmark]
    public void FourShells64Electrodes() => ConcentricSphereHead.FourShells.LeadField(new(0, 0.03, 0.0632), _electrodes, _field);
}
