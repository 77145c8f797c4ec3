using Pons.Cli.Documents;
using Pons.Streams.Clocks;

namespace Pons.Cli.Benchmarks;

/// <summary>
/// One-way latency of LSL on this computer, 64 channels float32 at 1 kHz: from the call that pushes a sample until the inlet has it. Pons's
/// stack and, where PONS_LIBLSL names one, liblsl take turns of a second in one run.
/// </summary>
internal static class LslLoopbackBenchmark
{
    public const string Name = "lsl-loopback-64ch-1khz";
    private const string Work = "one sample of 64 × float32 every millisecond, from push to arrival, same process";
    private const int Channels = 64, SamplesATurn = 1000, WarmUpTurns = 2;
    private const double RateHz = 1000;

    public static async Task<List<BenchDocument.Loopback>> MeasureAsync(double seconds, Action<double> progress, CancellationToken cancellation)
    {
        var turns = WarmUpTurns + (int)Math.Ceiling(seconds);
        var (source, samples) = ($"pons-bench-{Environment.ProcessId}", turns * SamplesATurn);
        await using var ours = await ManagedLslLoop.OpenAsync($"{source}-managed", Channels, RateHz, samples, cancellation).ConfigureAwait(false);
        await using var theirs = NativeLslLoop.Open($"{source}-native", Channels, RateHz, samples);
        List<LslLoop> loops = theirs is null ? [ours] : [ours, theirs];
        for (var turn = 0; turn < turns; turn++)
        {
            foreach (var loop in loops) PushTurn(loop, cancellation);
            progress(Math.Min(seconds, turn + 1));
        }

        await WaitForLastAsync(loops, cancellation).ConfigureAwait(false);
        return loops.ConvertAll(l => l.Summarise(Name, Work, WarmUpTurns * SamplesATurn));
    }

    /// <summary>Pushes each sample when it is due, or at once when the scheduler woke this thread too late.</summary>
    private static void PushTurn(LslLoop loop, CancellationToken cancellation)
    {
        var begun = HostClock.System.Now;
        for (var i = 1; i <= SamplesATurn; i++)
        {
            var wait = (i / RateHz) - (HostClock.System.Now - begun).Seconds;
            if (wait > 0) cancellation.WaitHandle.WaitOne((int)Math.Ceiling(wait * 1000));
            cancellation.ThrowIfCancellationRequested();
            loop.Push();
        }
    }

    private static async Task WaitForLastAsync(List<LslLoop> loops, CancellationToken cancellation)
    {
        for (var i = 0; i < 40 && !loops.TrueForAll(l => l.HasAllArrived); i++)
            await Task.Delay(50, cancellation).ConfigureAwait(false);
    }
}
