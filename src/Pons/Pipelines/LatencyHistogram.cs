using System.Numerics;

namespace Pons.Pipelines;

/// <summary>
/// Counts times in buckets of equal ratio: 32 buckets a doubling, from 1 ns to some hours, so a percentile is right within
/// 1/32 and memory is constant. One thread adds; others may summarise.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 5;
    private const int SubBuckets = 1 << SubBucketBits;
    private readonly long[] _counts = new long[(48 - SubBucketBits) * SubBuckets];
    private long _count;
    private long _maxNanoseconds;

    public void Add(TimeSpan time)
    {
        var nanoseconds = Math.Max(0, time.Ticks * TimeSpan.NanosecondsPerTick);
        _counts[Bucket(nanoseconds)]++;
        _count++;
        if (nanoseconds > _maxNanoseconds) _maxNanoseconds = nanoseconds;
    }

    public LatencySummary Summarise(string stage) =>
        new(stage, _count, Percentile(0.5), Percentile(0.99), Percentile(0.999), _maxNanoseconds * 1e-6);

    private double Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(share * _count);
        long seen = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted && wanted > 0) return Math.Min(Middle(bucket), _maxNanoseconds) * 1e-6;
        }

        return 0;
    }

    private int Bucket(long nanoseconds)
    {
        if (nanoseconds < SubBuckets) return (int)nanoseconds;
        var shift = BitOperations.Log2((ulong)nanoseconds) - SubBucketBits;
        return Math.Min(_counts.Length - 1, (shift << SubBucketBits) + (int)(nanoseconds >> shift));
    }

    private static double Middle(int bucket)
    {
        if (bucket < 2 * SubBuckets) return bucket;
        var shift = (bucket >> SubBucketBits) - 1;
        return ((bucket & (SubBuckets - 1)) + SubBuckets + 0.5) * (1L << shift);
    }
}
