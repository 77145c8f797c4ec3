using Pons.Certification;
using Pons.Cli.Documents;
using Pons.Streams.Clocks;

namespace Pons.Cli.Benchmarks;

/// <summary>An outlet and an inlet of one LSL implementation in this process, joined over loopback. Its first channel carries the number
/// of the sample, which tells what was lost. One thread pushes; arrivals come from another.</summary>
/// <param name="stack">Whose implementation it is.</param>
/// <param name="channels">Values in a sample.</param>
/// <param name="samples">Samples that will be pushed at most, below 2²⁴ so that a float counts them.</param>
internal abstract class LslLoop(string stack, int channels, int samples) : IAsyncDisposable
{
    private readonly float[] _row = new float[channels];
    private readonly long[] _pushed = new long[samples], _arrived = new long[samples];
    private int _count, _arrivals;

    public bool HasAllArrived => Volatile.Read(ref _arrivals) == _count;

    /// <summary>Sends the next sample, and notes when.</summary>
    public void Push()
    {
        _row[0] = _count;
        _pushed[_count++] = HostClock.System.Now.Nanoseconds;
        Send(_row);
    }

    /// <summary>Times from push to arrival without the first samples, those of the warming up.</summary>
    public BenchDocument.Loopback Summarise(string name, string work, int warmUp)
    {
        var times = Enumerable.Range(warmUp, _count - warmUp).Where(i => _arrived[i] > 0).Select(i => (_arrived[i] - _pushed[i]) * 1e-6).ToArray();
        var (expected, all) = (_count - warmUp, times.Length == 0 ? null : TimeDistribution.Of(times));
        var latency = all is null
            ? new StageLatency(0, 0, 0, 0, 0)
            : new StageLatency(all.Count, Share(all, 0.5), Share(all, 0.99), Share(all, 0.999), all.Max);
        return new(name, work, stack, latency, new(expected, times.Length, expected - times.Length));
    }

    public abstract ValueTask DisposeAsync();

    protected abstract void Send(float[] row);

    /// <summary>A sample is there.</summary>
    /// <param name="first">The value of its first channel.</param>
    protected void Arrive(float first)
    {
        _arrived[(int)first] = HostClock.System.Now.Nanoseconds;
        Interlocked.Increment(ref _arrivals);
    }

    private static double Share(TimeDistribution times, double share) => times.At(share) ?? times.Max;
}
