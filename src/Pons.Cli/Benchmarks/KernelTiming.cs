using System.Diagnostics;

namespace Pons.Cli.Benchmarks;

/// <summary>Times of one kernel: ours alone, or ours and the peer's in turn.</summary>
internal sealed record KernelTiming(Kernel Kernel, double[] OursSeconds, double[] PeerSeconds)
{
    public double OursMedianSeconds => Median(OursSeconds);

    public double? PeerMedianSeconds => PeerSeconds.Length == 0 ? null : Median(PeerSeconds);

    /// <summary>How many times faster, pair by pair, sorted; empty without a peer.</summary>
    public double[] Ratios => [.. OursSeconds.Zip(PeerSeconds, (ours, peer) => peer / ours).Order()];

    public double? MedianRatio => PeerSeconds.Length == 0 ? null : Median(Ratios);

    public static KernelTiming Measure(Kernel kernel, Peer? peer, int repeats)
    {
        var run = kernel.Prepare();
        // The first calls compile the kernel; the tier that stays is reached before anything counts.
        for (var i = 0; i < 5; i++) run();
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var i = 0; i < repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            ours.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (peer?.Time(kernel.Name) is { } seconds) theirs.Add(seconds);
        }

        return new(kernel, [.. ours], [.. theirs]);
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
