using Pons.Cli.Documents;

namespace Pons.Cli.Benchmarks;

/// <summary>Everything that concerns live streams: latency of LSL, and what receiving and recording cost.</summary>
internal static class StreamBenchmark
{
    public static async Task<BenchDocument.LiveStreams> MeasureAsync(double seconds, CancellationToken cancellation)
    {
        List<BenchDocument.Loopback> loopbacks = [];
        await Progress.BarAsync("LSL loopback", seconds, async report =>
            loopbacks = await LslLoopbackBenchmark.MeasureAsync(seconds, report, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        var receiving = new List<BenchDocument.Receiving>();
        await Progress.BarAsync("receiving", ReceivingPlan.All.Length, async report =>
        {
            foreach (var plan in ReceivingPlan.All)
            {
                receiving.Add(await ReceivingBenchmark.MeasureAsync(plan, seconds, cancellation).ConfigureAwait(false));
                report(receiving.Count);
            }
        }).ConfigureAwait(false);
        return new(loopbacks, receiving);
    }
}
