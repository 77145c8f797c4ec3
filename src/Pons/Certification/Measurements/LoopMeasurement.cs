using System.Buffers;
using System.Collections.Immutable;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Rda;
using Pons.Pipelines;
using Pons.Streams.Clocks;

namespace Pons.Certification.Measurements;

/// <summary>
/// The whole loop: an emulated amplifier (Brain Products RDA, 64 channels, 1 kHz, blocks of 4 ms) sends over TCP; driver, queue, filter, window
/// and decoder work as in a session; a command goes back over TCP after every block. Taken is the time from just before a block is
/// sent until the command that rests on it has arrived: both ways of the wire and all of the software. The amplifier's own delay and
/// that of the filters are not in it. Figures: median and 99th percentile of each stage in ms, <c>commands</c>, <c>samples lost</c> and
/// <c>full collections</c>.
/// </summary>
public sealed class LoopMeasurement : Measurement
{
    private LoopDecoding? _decoding;

    /// <inheritdoc/>
    public override string Name => "loop";

    /// <inheritdoc/>
    public override double RelativeSeconds => 15;

    /// <summary>Fits the decoder, which takes some seconds, then measures.</summary>
    /// <inheritdoc/>
    public override async Task<MeasurementResult> RunAsync(
        double seconds, TimeProvider clock, Action<double>? report = null, CancellationToken cancellation = default)
    {
        var labels = Enumerable.Range(1, LoopDecoding.ChannelCount).Select(c => $"Ch{c}").ToList();
        _decoding = await OnOwnThread(() => LoopDecoding.Prepare(labels, cancellation), cancellation).ConfigureAwait(false);
        return await base.RunAsync(seconds, clock, report, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation)
    {
        var clock = new HostClock(time.Clock);
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(time.Seconds), time.Clock);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        var amplifier = new Amplifier(clock);
        var sending = amplifier.RunAsync(over.Token);
        try
        {
            var address = await amplifier.Listening.WaitAsync(cancellation).ConfigureAwait(false);
            var source = await DeviceSource.OpenAsync(new(new RdaProtocol().Open(address, clock), clock), cancellation).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
                return await RunLoopAsync(source, amplifier, time, over.Token, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<MeasurementResult> RunLoopAsync(
        DeviceSource source, Amplifier amplifier, MeasuringTime time, CancellationToken over, CancellationToken cancellation)
    {
        var (full, times, stages) = (GC.CollectionCount(2), new TimeCollector(time), _decoding!.Stages);
        var runner = new PipelineRunner(stages.StageNames, clock: time.Clock);
        using var wire = await CommandWire.OpenAsync(cancellation).ConfigureAwait(false);
        var receiving = wire.ReceiveAsync(end => times.Add(amplifier.SentAt(end), time.Now));
        try
        {
            await runner.RunAsync(
                new Pipeline<Decision>(source, stages)
                {
                    Sink = decision => wire.Send(decision.EndSampleIndex, decision.Prediction.Confidence),
                    AfterBlock = _ => time.Report(),
                },
                over).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over.
        }
        finally
        {
            wire.Close();
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return MeasurementResult.Of(
            Name, times.Milliseconds,
            [
                .. FiguresOf(runner.Ledger), new("commands", times.Count, ""), new("samples lost", runner.Samples.Lost, ""),
                new("full collections", GC.CollectionCount(2) - full, ""),
            ]);
    }

    private static ImmutableArray<Figure> FiguresOf(LatencyLedger ledger) =>
    [
        .. ledger.Summaries().Where(s => s.Count > 0).SelectMany(s => (Figure[])
            [new($"{s.Stage} p50", s.P50Milliseconds, "ms"), new($"{s.Stage} p99", s.P99Milliseconds, "ms")]),
    ];

    /// <summary>The emulated amplifier; it notes when it sends which block.</summary>
    private sealed class Amplifier(HostClock clock) : RdaEmulator(new("rda", options: AnyPort), Plan, clock)
    {
        private const int Remembered = 4096;
        private static readonly ImmutableSortedDictionary<string, string> AnyPort =
            ImmutableSortedDictionary<string, string>.Empty.Add("listen", "any");
        private readonly long[] _sentAt = new long[Remembered];

        private static new EmulationPlan Plan => new()
        {
            ChannelCount = LoopDecoding.ChannelCount,
            RateHz = LoopDecoding.RateHz,
            PacketSamples = LoopDecoding.BlockSamples,
            MarkerEverySeconds = 0,
        };

        /// <summary>When the block that ends before this sample was sent.</summary>
        public long SentAt(long endSampleIndex) => Volatile.Read(ref _sentAt[(endSampleIndex - 1) / LoopDecoding.BlockSamples % Remembered]);

        protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
        {
            base.Encode(packet, into);
            Volatile.Write(ref _sentAt[packet.Number % Remembered], Clock.Time.GetTimestamp());
        }
    }
}
