namespace Pons.Streams.Clocks;

/// <summary>Counts of delays in bins that grow by a fourth root of two, from 1 µs to over an hour. Fixed memory.</summary>
internal sealed class DelayHistogram
{
    private const double Smallest = 1_000;
    private const int BinsPerOctave = 4;
    private readonly long[] _counts = new long[32 * BinsPerOctave + 1];

    public long Count { get; private set; }

    public void Add(double nanoseconds)
    {
        var bin = nanoseconds <= Smallest ? 0 : 1 + (int)(Math.Log2(nanoseconds / Smallest) * BinsPerOctave);
        _counts[Math.Min(bin, _counts.Length - 1)]++;
        Count++;
    }

    /// <summary>The upper edge of the bin in which the share is reached, within 19 %; 0 when nothing was counted.</summary>
    public double Quantile(double share)
    {
        var wanted = (long)Math.Ceiling(share * Count);
        var sum = 0L;
        for (var i = 0; i < _counts.Length && Count > 0; i++)
            if ((sum += _counts[i]) >= wanted) return Smallest * Math.Pow(2, (double)i / BinsPerOctave);
        return 0;
    }
}
