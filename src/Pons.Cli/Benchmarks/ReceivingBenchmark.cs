using Pons.Cli.Documents;
using Pons.Devices;
using Pons.Sessions;
using Pons.Streams.Clocks;

namespace Pons.Cli.Benchmarks;

/// <summary>
/// What receiving costs this process: share of one core, bytes allocated per block, and whether a sample was lost. The emulators run in
/// processes of their own and send at their rate; how much of that rate came through is stated too.
/// </summary>
internal static class ReceivingBenchmark
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<BenchDocument.Receiving> MeasureAsync(
        ReceivingPlan plan, double seconds, Action<double> progress, CancellationToken cancellation)
    {
        var emulators = new List<EmulatorProcess>();
        var folder = Directory.CreateTempSubdirectory("pons-bench-");
        try
        {
            for (var i = 0; i < plan.Devices; i++)
                emulators.Add(await EmulatorProcess.StartAsync(plan.Protocol, plan.Emulation, cancellation).ConfigureAwait(false));
            return await ReceiveAsync(plan, emulators, Path.Combine(folder.FullName, "bench.xdf"), seconds, progress, cancellation).ConfigureAwait(false);
        }
        finally
        {
            emulators.ForEach(e => e.Dispose());
            folder.Delete(recursive: true);
        }
    }

    private static async Task<BenchDocument.Receiving> ReceiveAsync(
        ReceivingPlan plan, List<EmulatorProcess> emulators, string path, double seconds, Action<double> progress,
        CancellationToken cancellation)
    {
        await using var recorder = plan.IsRecorded ? new SessionRecorder(path) : null;
        var links = emulators.ConvertAll(e => new DeviceLink(DeviceProtocol.Find(plan.Protocol)!.Open(e.Address, HostClock.System)));
        var blocks = links.ConvertAll(_ => new BlockCount());
        for (var i = 0; i < links.Count; i++) links[i].Add(blocks[i]);
        links.ForEach(l => recorder?.Add(l));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = links.ConvertAll(l => l.RunAsync(stop.Token));
        await Task.WhenAll(links.Select(l => l.Opened)).ConfigureAwait(false);
        await Task.Delay(WarmUp, cancellation).ConfigureAwait(false);
        var before = Moment.Of(links, blocks);
        await PassAsync(seconds, progress, cancellation).ConfigureAwait(false);
        var after = Moment.Of(links, blocks);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var unwritten = recorder is null ? 0 : Unwritten(await recorder.StopAsync().ConfigureAwait(false));
        return Describe(plan, before, after, unwritten);
    }

    private static async Task PassAsync(double seconds, Action<double> progress, CancellationToken cancellation)
    {
        var begun = HostClock.System.Now;
        for (var passed = 0.0; passed < seconds; passed = (HostClock.System.Now - begun).Seconds)
        {
            progress(passed);
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(1, seconds - passed)), cancellation).ConfigureAwait(false);
        }
    }

    private static BenchDocument.Receiving Describe(ReceivingPlan plan, Moment before, Moment after, long unwritten)
    {
        var wall = (after.Time - before.Time).Seconds;
        var expected = (long)Math.Round(wall * plan.Emulation.RateHz * plan.Devices);
        var received = after.Received - before.Received;
        return new(
            plan.Name, plan.Work, wall, plan.IsRecorded, (after.Processor - before.Processor).TotalSeconds / wall, (double)received / expected,
            after.Blocks - before.Blocks, (double)(after.Allocated - before.Allocated) / Math.Max(1, after.Blocks - before.Blocks),
            new(expected, received, after.Missing + unwritten));
    }

    /// <summary>Samples that came but are not in the recording; gaps of the devices are counted by their links.</summary>
    private static long Unwritten(RecordingSummary summary) => summary.Streams.Sum(s => Math.Max(0, s.Received - s.Samples));

    /// <summary>Counts at one moment.</summary>
    private sealed record Moment(Pons.Streams.Timestamp Time, TimeSpan Processor, long Allocated, long Received, long Missing, long Blocks)
    {
        public static Moment Of(List<DeviceLink> links, List<BlockCount> blocks) => new(
            HostClock.System.Now, Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), links.Sum(l => l.Counts.Received),
            links.Sum(l => l.Counts.Missing), blocks.Sum(b => b.Count));
    }

    /// <summary>Counts the runs of one device.</summary>
    private sealed class BlockCount : SampleTap
    {
        private long _count;

        public long Count => Volatile.Read(ref _count);

        public override void Begin(DeviceStream stream)
        {
        }

        public override void Take(SampleRun run) => Volatile.Write(ref _count, _count + 1);
    }
}
