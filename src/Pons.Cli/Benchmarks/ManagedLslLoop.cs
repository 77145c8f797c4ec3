using Pons.Devices;
using Pons.Devices.Lsl;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Cli.Benchmarks;

/// <summary>Pons's own outlet and inlet; a sample has arrived when the inlet's tap is given it.</summary>
internal sealed class ManagedLslLoop : LslLoop
{
    private readonly LslOutlet _outlet;
    private readonly CancellationTokenSource _stop = new();
    private Task _receiving = Task.CompletedTask;

    private ManagedLslLoop(string source, int channels, double rateHz, int samples)
        : base("Pons", channels, samples) =>
        _outlet = LslOutlet.Open(new(source, "EEG", channels, SampleType.Float32, rateHz) { SourceId = source }, LslSettings.Load());

    public static async Task<ManagedLslLoop> OpenAsync(string source, int channels, double rateHz, int samples, CancellationToken cancellation)
    {
        var loop = new ManagedLslLoop(source, channels, rateHz, samples);
        var link = new DeviceLink(DeviceProtocol.Find("lsl")!.Open(DeviceAddress.Parse($"lsl:?source_id={source}"), HostClock.System));
        link.Add(new ArrivalTap(loop));
        loop._receiving = link.RunAsync(loop._stop.Token);
        var first = await Task.WhenAny(loop._receiving, loop._outlet.WaitForConsumerAsync(cancellation)).ConfigureAwait(false);
        await first.ConfigureAwait(false); // why there is no inlet, if there is none
        return loop;
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _outlet.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    protected override void Send(float[] row) => _outlet.Push<float>(row);

    private sealed class ArrivalTap(ManagedLslLoop loop) : SampleTap
    {
        public override void Begin(DeviceStream stream)
        {
        }

        public override void Take(SampleRun run)
        {
            for (var i = 0; i < run.SampleCount; i++) loop.Arrive(run.Samples[i * run.ChannelCount]);
        }
    }
}
