namespace Pons.Certification;

/// <summary>
/// Measured times in milliseconds: percentiles by nearest rank, and a limit that the true percentile does not exceed with 95 %
/// confidence, whatever the distribution (order statistics; Hahn and Meeker 1991, doi 10.1002/9780470316771, section 5.2). The
/// limit takes times as independent: where one late wake-up delays the next, it is too low. Immutable; any thread may read.
/// </summary>
public sealed class TimeDistribution
{
    private const double Doubt = 0.05;
    private readonly double[] _sorted;

    private TimeDistribution(double[] sorted) => _sorted = sorted;

    /// <summary>How many times were measured, at least 1.</summary>
    public int Count => _sorted.Length;

    /// <summary>The shortest.</summary>
    public double Min => _sorted[0];

    /// <summary>The longest of these; of the next minutes it says nothing.</summary>
    public double Max => _sorted[^1];

    /// <summary>Takes measured times.</summary>
    /// <param name="milliseconds">In any order; at least one, all finite.</param>
    /// <exception cref="ArgumentException">None, or one that is no number.</exception>
    public static TimeDistribution Of(ReadOnlySpan<double> milliseconds)
    {
        if (milliseconds.IsEmpty) throw new ArgumentException("A distribution needs at least one time.", nameof(milliseconds));
        var sorted = milliseconds.ToArray();
        if (Array.Exists(sorted, t => !double.IsFinite(t))) throw new ArgumentException("A time is finite.", nameof(milliseconds));
        Array.Sort(sorted);
        return new(sorted);
    }

    /// <summary>The fewest times that say anything of a percentile: one in so many lies beyond it.</summary>
    /// <param name="share">The percentile as a share, above 0 and below 1.</param>
    public static int NeededFor(double share) => (int)Math.Ceiling(1 / (1 - Checked(share)) - 1e-9);

    /// <summary>The fewest times that have an <see cref="UpperLimit"/>: 299 for the 99th, 2995 for the 99.9th percentile.</summary>
    /// <param name="share">The percentile as a share, above 0 and below 1.</param>
    public static int NeededForLimit(double share) => (int)Math.Ceiling(Math.Log(Doubt) / Math.Log(Checked(share)));

    /// <summary>The time that a share of the times does not exceed; <see langword="null"/> for fewer times than <see cref="NeededFor"/>.</summary>
    /// <param name="share">The percentile as a share, above 0 and below 1.</param>
    public double? At(double share) => Count < NeededFor(share) ? null : _sorted[(int)Math.Ceiling(share * Count - 1e-9) - 1];

    /// <summary>
    /// What the true percentile does not exceed with 95 % confidence; <see langword="null"/> for fewer times than
    /// <see cref="NeededForLimit"/>.
    /// </summary>
    /// <param name="share">The percentile as a share, above 0 and below 1.</param>
    public double? UpperLimit(double share)
    {
        if (Count < NeededForLimit(share)) return null;
        return _sorted[Count - 1 - TimesAbove(Count, 1 - share)];
    }

    /// <summary>The time at each of several shares from 0 to 1, for plots: 0 is the shortest, 1 the longest.</summary>
    /// <param name="shares">From 0 to 1.</param>
    public IEnumerable<double> Curve(IEnumerable<double> shares) =>
        shares.Select(s => _sorted[Math.Clamp((int)Math.Ceiling(s * Count - 1e-9) - 1, 0, Count - 1)]);

    /// <summary>The largest m for which at most m of n times lie beyond the percentile with a probability of at most 5 %.</summary>
    private static int TimesAbove(int n, double beyond)
    {
        var logOdds = Math.Log(beyond) - Math.Log(1 - beyond);
        var (logProbability, cumulative, m) = (n * Math.Log(1 - beyond), 0.0, -1);
        while (m < n)
        {
            cumulative += Math.Exp(logProbability);
            if (cumulative > Doubt) break;
            m++;
            logProbability += Math.Log(n - m) - Math.Log(m + 1) + logOdds;
        }

        return m;
    }

    private static double Checked(double share) =>
        share is > 0 and < 1 ? share : throw new ArgumentOutOfRangeException(nameof(share), share, "Lies between 0 and 1.");
}
