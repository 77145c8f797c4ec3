using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Runs pipelines: one loop pumps one pipeline, in order, without locks. A live source is read by a second loop through a
/// bounded queue, because hardware cannot be paused; a recorded or simulated source on virtual time is read by the pump itself.
/// </summary>
public sealed class PipelineRunner
{
    /// <summary>Name of the ledger's first stage: waiting for the pump.</summary>
    public const string QueueStage = "queue";

    private const int LiveQueueBlocks = 256;

    /// <summary>Makes a runner for a pipeline with these stages.</summary>
    /// <param name="stageNames">Stages of the pipeline, in order.</param>
    /// <param name="further">What is stamped beside them, such as the command and its confirmation; none by default.</param>
    /// <param name="clock">Where latency is read; the system's clock unless a test says otherwise.</param>
    public PipelineRunner(IEnumerable<string> stageNames, ImmutableArray<string> further = default, TimeProvider? clock = null) =>
        Ledger = new([QueueStage, .. stageNames, .. further.IsDefault ? [] : further], clock);

    /// <summary>What was measured so far.</summary>
    public LatencyLedger Ledger { get; }

    /// <summary>The samples so far.</summary>
    public SampleCount Samples { get; private set; }

    /// <summary>Runs a pipeline whose source may be paused: the pump reads it directly, as fast as both can.</summary>
    /// <exception cref="OperationCanceledException">Running was cancelled; what was complete by then has been handed on.</exception>
    /// <exception cref="PipelineRunException">A stage met data that it cannot process.</exception>
    public async Task RunAsync<TOut>(Pipeline<TOut> pipeline, CancellationToken cancellation = default)
    {
        var pump = new Pump<TOut>(this, pipeline);
        await foreach (var block in pipeline.Source.ReadAsync(cancellation).ConfigureAwait(false))
            pump.Take(block, Ledger.Now);
        pump.Complete();
    }

    /// <summary>
    /// Runs a pipeline whose source cannot be paused: a second loop reads it and puts blocks into a queue of 256 blocks. When
    /// the pump is that far behind, the newest blocks are dropped and counted as <see cref="SampleCount.Lost"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">Running was cancelled.</exception>
    /// <exception cref="PipelineRunException">A stage met data that it cannot process.</exception>
    public async Task RunLiveAsync<TOut>(Pipeline<TOut> pipeline, CancellationToken cancellation = default)
    {
        var pump = new Pump<TOut>(this, pipeline);
        var queue = new BlockQueue(LiveQueueBlocks);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var driver = DriveAsync(pipeline.Source, queue, stop.Token);
        try
        {
            while (await queue.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
                while (queue.Reader.TryRead(out var next)) pump.Take(next.Block, next.Arrival);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            Lose(await driver.ConfigureAwait(false));
        }

        pump.Complete();
    }

    private async Task<long> DriveAsync(SignalSource source, BlockQueue queue, CancellationToken stop)
    {
        try
        {
            await foreach (var block in source.ReadAsync(stop).ConfigureAwait(false)) queue.Write(block, Ledger.Now);
            return queue.Complete();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return queue.Complete();
        }
        catch (Exception fault)
        {
            // Handed to the pump, which ends with it.
            return queue.Complete(fault);
        }
    }

    private void Lose(long samples) => Samples = Samples with { Lost = Samples.Lost + samples };

    private sealed class Pump<TOut>
    {
        private readonly PipelineRunner _runner;
        private readonly Pipeline<TOut> _pipeline;
        private readonly StageRun<SignalBlock> _run;
        private readonly int _queueStage;

        public Pump(PipelineRunner runner, Pipeline<TOut> pipeline)
        {
            _runner = runner;
            _pipeline = pipeline;
            _queueStage = runner.Ledger.StageIndex(QueueStage);
            _run = pipeline.Stages.Stamping(runner.Ledger).Start(pipeline.Source.Info, new SinkRun<TOut>(pipeline.Sink));
        }

        public void Take(SignalBlock block, long arrival)
        {
            var ledger = _runner.Ledger;
            ledger.Arrive(arrival);
            ledger.Stamp(_queueStage);
            var samples = _runner.Samples;
            _runner.Samples = new(samples.Received + block.SampleCount, samples.Lost + block.MissingBefore);
            foreach (var tap in _pipeline.Taps) tap(block);
            _run.Process(block);
            _pipeline.AfterBlock(block);
            ledger.Finish();
        }

        public void Complete() => _run.Complete();
    }
}
