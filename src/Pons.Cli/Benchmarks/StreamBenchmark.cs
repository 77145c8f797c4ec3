using System.Collections.Immutable;
using Pons.Cli.Documents;

namespace Pons.Cli.Benchmarks;

/// <summary>Everything that concerns live streams: latency of LSL, and what receiving and recording cost.</summary>
internal static class StreamBenchmark
{
    /// <summary>Every stream in the order of the report.</summary>
    public static ImmutableArray<string> Names { get; } = [LslLoopbackBenchmark.Name, .. ReceivingPlan.All.Select(p => p.Name)];

    public static async Task<BenchDocument.LiveStreams> MeasureAsync(List<string> names, double seconds, CancellationToken cancellation)
    {
        List<BenchDocument.Loopback> loopbacks = [];
        if (names.Contains(LslLoopbackBenchmark.Name))
        {
            await Progress.BarAsync("LSL loopback", seconds, async report =>
                loopbacks = await LslLoopbackBenchmark.MeasureAsync(seconds, report, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        }

        var receiving = new List<BenchDocument.Receiving>();
        foreach (var plan in ReceivingPlan.All.Where(p => names.Contains(p.Name)))
        {
            await Progress.BarAsync(plan.Name, seconds, async report =>
                receiving.Add(await ReceivingBenchmark.MeasureAsync(plan, seconds, report, cancellation).ConfigureAwait(false))).ConfigureAwait(false);
        }

        return new(loopbacks, receiving);
    }
}
