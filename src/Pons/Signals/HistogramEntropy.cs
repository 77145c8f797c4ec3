namespace Pons.Signals;

/// <summary>
/// Shannon entropy of each channel's amplitudes, in nats, by a histogram of equal bins from the channel's smallest to its largest value.
/// Shannon, "A mathematical theory of communication", Bell Syst. Tech. J. 27, 1948, doi:10.1002/j.1538-7305.1948.tb01338.x. It lies
/// between 0 (a flat channel) and ln(bins), and depends on the number of bins: compare only what has the same. Allocates
/// nothing; safe to call from several threads.
/// </summary>
public static class HistogramEntropy
{
    /// <summary>The most bins of a histogram.</summary>
    public const int MostBins = 4096;

    /// <summary>Estimates the entropy of every channel; not a number where a value is not finite.</summary>
    /// <param name="samples">Values [sample × channel], at least one sample.</param>
    /// <param name="binCount">Number of bins, 2 to <see cref="MostBins"/>; the last one holds the largest value too.</param>
    /// <param name="entropies">Receives one entropy a channel, in nats; its length is the number of channels.</param>
    /// <exception cref="ArgumentException">There is no sample or no whole number of them, or the number of bins is out of range.</exception>
    public static void Estimate(ReadOnlySpan<double> samples, int binCount, Span<double> entropies)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(binCount, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(binCount, MostBins);
        ArgumentOutOfRangeException.ThrowIfLessThan(entropies.Length, 1, nameof(entropies));
        if (BlockShape.SampleCount(samples.Length, entropies.Length, nameof(samples)) == 0)
            throw new ArgumentException("No samples have no histogram; at least 1 is needed.", nameof(samples));
        Span<int> counts = stackalloc int[binCount];
        for (var c = 0; c < entropies.Length; c++) entropies[c] = OfChannel(samples[c..], entropies.Length, counts);
    }

    private static double OfChannel(ReadOnlySpan<double> samples, int stride, Span<int> counts)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < samples.Length; i += stride) (least, most) = (Math.Min(least, samples[i]), Math.Max(most, samples[i]));
        if (!double.IsFinite(least) || !double.IsFinite(most)) return double.NaN;
        if (!(most / 2 - least / 2 > 0)) return 0;
        counts.Clear();
        var (total, halfRange) = (0, most / 2 - least / 2);
        for (var i = 0; i < samples.Length; i += stride, total++)
            counts[Math.Min((int)((samples[i] / 2 - least / 2) / halfRange * counts.Length), counts.Length - 1)]++;
        return Entropy(counts, total);
    }

    private static double Entropy(ReadOnlySpan<int> counts, int total)
    {
        var sum = 0.0;
        foreach (var count in counts)
            if (count > 0) sum -= (double)count / total * Math.Log((double)count / total);
        return sum;
    }
}
