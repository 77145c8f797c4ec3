using System.Diagnostics;
using Pons.Cli.Demo;
using Pons.Cli.Documents;
using Pons.Experiments;
using Pons.Simulation;

namespace Pons.Cli.Benchmarks;

/// <summary>The closed loop in real time: 64 channels, 1 kHz, blocks of 4 ms. What is measured is the software's own share.</summary>
internal static class LiveBenchmark
{
    public static async Task<BenchDocument.LiveLoop> MeasureAsync(double minutes, Action<double> progress, CancellationToken cancellation)
    {
        var plan = new VirtualSessionPlan
        {
            Subject = VirtualSubject.Draw(1, 0.9),
            RateHz = 1000,
            BlockSamples = 4,
            DurationSeconds = minutes * 60,
        };
        var model = plan.Decoder.Fit(VirtualSession.Calibrate(plan, cancellation));
        using var memory = new MemoryWatch();
        using var observer = new HeadlessObserver(plan.Paradigm.Classes.Length, seconds =>
        {
            memory.Look(seconds);
            progress(seconds);
        });
        await using var session = new VirtualSession(plan, model, observer, TimeProvider.System);
        await session.RunAsync(cancellation).ConfigureAwait(false);
        return new(
            minutes, 64, 1000, 4, StageLatency.ByStage(session.Latency),
            new(session.Samples.Expected, session.Samples.Received, session.Samples.Lost),
            memory.EarlyMegabytes, memory.LateMegabytes, GC.CollectionCount(2));
    }

    /// <summary>Memory after the first tenth of the time and at the end, garbage left out.</summary>
    private sealed class MemoryWatch : IDisposable
    {
        private const double SettledSeconds = 10;
        private readonly Process _process = Process.GetCurrentProcess();

        public double EarlyMegabytes { get; private set; }

        public double LateMegabytes
        {
            get
            {
                _process.Refresh();
                return _process.WorkingSet64 / 1e6;
            }
        }

        public void Look(double seconds)
        {
            if (EarlyMegabytes == 0 && seconds >= SettledSeconds) EarlyMegabytes = LateMegabytes;
        }

        public void Dispose() => _process.Dispose();
    }
}
