using System.Diagnostics;

namespace Pons.Cli.Benchmarks;

/// <summary>Times one kernel in this process, on one thread, beside the peer in its own.</summary>
internal static class KernelBenchmark
{
    private const int WarmUpCalls = 30;
    private const double WarmUpSeconds = 2;

    public static PairedTimes Measure(Kernel kernel, Peer? peer, int repeats, CancellationToken cancellation)
    {
        var run = kernel.Prepare();
        WarmUp(run, cancellation);
        var plain = kernel.Plain?.Invoke();
        if (plain is not null) WarmUp(plain, cancellation);
        peer?.Time(kernel.Name);
        var (ours, theirs, plainest) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < repeats; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ours.Add(Time(run));
            if (plain is not null) plainest.Add(Time(plain));
            if (peer?.Time(kernel.Name) is { } seconds) theirs.Add(seconds);
        }

        return new([.. ours], [.. theirs]) { PlainSeconds = [.. plainest] };
    }

    private static double Time(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Until the just-in-time compiler has reached the code that stays.</summary>
    private static void WarmUp(Action run, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < WarmUpCalls && (i < 3 || Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            run();
        }
    }
}
