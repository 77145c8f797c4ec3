using BenchmarkDotNet.Attributes;
using Pons.Simulation;

namespace Pons.Benchmarks.Simulation;

/// <summary>One second of a virtual subject on 64 electrodes; a second divided by the time shown is the speed against real time.</summary>
[MemoryDiagnoser]
public class TwinBenchmarks
{
    private VirtualSubjectRun _run = null!;
    private float[] _block = [];

    [Params(250, 1000)]
    public int RateHz { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _run = new(VirtualSubject.Draw(7), Montage.Standard64, RateHz);
        _block = new float[Montage.Standard64.Count * RateHz];
    }

    [Benchmark]
    public void OneSecond() => _run.Advance(_block);
}
