namespace Pons.Cli.Benchmarks;

/// <summary>Times of the same work done by Pons and, in turn, by a peer.</summary>
internal sealed record PairedTimes(double[] OursSeconds, double[] PeerSeconds)
{
    public double OursMedianSeconds => Median(OursSeconds);

    /// <summary>Times of the plainest way, run in turn; empty where there is none.</summary>
    public double[] PlainSeconds { get; init; } = [];

    /// <summary><see langword="null"/> without a plain way.</summary>
    public double? PlainMedianSeconds => PlainSeconds.Length == 0 ? null : Median(PlainSeconds);

    /// <summary><see langword="null"/> without a peer.</summary>
    public double? PeerMedianSeconds => PeerSeconds.Length == 0 ? null : Median(PeerSeconds);

    /// <summary>How many times faster Pons is, pair by pair: lowest, median, highest; <see langword="null"/> without a peer.</summary>
    public (double Low, double Median, double High)? Ratio
    {
        get
        {
            if (PeerSeconds.Length == 0) return null;
            var ratios = OursSeconds.Zip(PeerSeconds, (ours, peer) => peer / ours).Order().ToArray();
            return (ratios[0], Median(ratios), ratios[^1]);
        }
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
