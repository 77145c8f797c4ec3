using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Runs pipelines: one loop pumps one pipeline, in order, without locks. A live source is read by a second loop through a
/// bounded queue, because hardware cannot be paused; a recorded or simulated source on virtual time is read by the pump itself. A stage that
/// throws ends the pipeline with a stated fault; its recorders are served until the source ends, and only then the run ends with the fault.
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
        Misses = new((Ledger = new([QueueStage, .. stageNames, .. further.IsDefault ? [] : further], clock)).Stages);

    /// <summary>What was measured so far.</summary>
    public LatencyLedger Ledger { get; }

    /// <summary>The missed deadlines so far.</summary>
    public DeadlineLedger Misses { get; }

    /// <summary>Why the pipeline does nothing more; <see langword="null"/> while it works.</summary>
    public PonsException? Fault { get; private set; }

    /// <summary>The samples so far.</summary>
    public SampleCount Samples { get; private set; }

    /// <summary>Runs a pipeline whose source may be paused: the pump reads it directly, as fast as both can.</summary>
    /// <exception cref="OperationCanceledException">Running was cancelled; what was complete by then has been handed on.</exception>
    /// <exception cref="PipelineRunException">A stage met data that it cannot process, or threw.</exception>
    /// <exception cref="ArgumentException">The budget asks for a safe state that nothing enters.</exception>
    public async Task RunAsync<TOut>(Pipeline<TOut> pipeline, CancellationToken cancellation = default)
    {
        var pump = new Pump<TOut>(this, pipeline);
        await foreach (var block in pipeline.Source.ReadAsync(cancellation).ConfigureAwait(false))
        {
            Record(pipeline.Recorders, block);
            if (!pump.Take(block, ArrivalOf(block)) && pipeline.Recorders.IsEmpty) break;
        }

        pump.Complete();
    }

    /// <summary>
    /// Runs a pipeline whose source cannot be paused: a second loop reads it and puts blocks into a queue of 256 blocks. When
    /// the pump is that far behind, the newest blocks are dropped and counted as <see cref="SampleCount.Lost"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">Running was cancelled.</exception>
    /// <exception cref="PipelineRunException">A stage met data that it cannot process, or threw.</exception>
    /// <exception cref="ArgumentException">The budget asks for a safe state that nothing enters.</exception>
    public async Task RunLiveAsync<TOut>(Pipeline<TOut> pipeline, CancellationToken cancellation = default)
    {
        var pump = new Pump<TOut>(this, pipeline);
        var queue = new BlockQueue(LiveQueueBlocks);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var driver = DriveAsync(pipeline, queue, stop.Token);
        try
        {
            while (await queue.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
                if (!pump.TakeAll(queue.Reader)) break;
            if (Fault is not null && !pipeline.Recorders.IsEmpty) await driver.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            Lose(await driver.ConfigureAwait(false));
        }

        pump.Complete();
    }

    private async Task<long> DriveAsync<TOut>(Pipeline<TOut> pipeline, BlockQueue queue, CancellationToken stop)
    {
        try
        {
            await foreach (var block in pipeline.Source.ReadAsync(stop).ConfigureAwait(false))
            {
                var arrival = ArrivalOf(block);
                Record(pipeline.Recorders, block);
                queue.Write(block, arrival);
            }

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

    /// <summary>Latency counts from the moment at which the bytes of a block arrived, where that is known.</summary>
    private long ArrivalOf(SignalBlock block) => block.Arrival is { } arrival ? Ledger.ReadingOf(arrival) : Ledger.Now;

    private static void Record(ImmutableArray<Action<SignalBlock>> recorders, SignalBlock block)
    {
        foreach (var recorder in recorders) recorder(block);
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
            runner.Fault = null;
            _queueStage = runner.Ledger.StageIndex(QueueStage);
            Action<TOut> end = pipeline.Budget is { } budget
                ? new Deadline<TOut>(pipeline, budget, runner.Ledger, runner.Misses).Take
                : pipeline.Sink;
            _run = pipeline.Stages.Stamping(runner.Ledger).Start(pipeline.Source.Info, new SinkRun<TOut>(end));
        }

        /// <summary>Takes what waits; false when the pipeline has failed.</summary>
        public bool TakeAll(ChannelReader<BlockQueue.QueuedBlock> waiting)
        {
            while (waiting.TryRead(out var next))
                if (!Take(next.Block, next.Arrival)) return false;
            return true;
        }

        /// <summary>Takes a block; false when the pipeline has failed.</summary>
        public bool Take(SignalBlock block, long arrival)
        {
            if (_runner.Fault is not null) return false;
            var ledger = _runner.Ledger;
            ledger.Arrive(arrival);
            ledger.Stamp(_queueStage);
            var samples = _runner.Samples;
            _runner.Samples = new(samples.Received + block.SampleCount, samples.Lost + block.MissingBefore);
            foreach (var tap in _pipeline.Taps) tap(block);
            try
            {
                _run.Process(block);
                _pipeline.AfterBlock(block);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                return Fail(fault);
            }

            ledger.Finish();
            return true;
        }

        /// <summary>The source has ended.</summary>
        public void Complete()
        {
            try
            {
                if (_runner.Fault is null) _run.Complete();
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Fail(fault);
            }

            if (_runner.Fault is { } stated) ExceptionDispatchInfo.Throw(stated);
        }

        private bool Fail(Exception fault)
        {
            var stage = _runner.Ledger.StageOf(_pipeline.Stages.StageNames);
            _runner.Fault = fault as PonsException ?? new PipelineRunException(
                stage, _pipeline.Source.Info.Name, $"it, or what takes its results, threw: {fault.Message}",
                "Nothing can be decided any more; what records the source goes on.", "Report it with the recording, which reproduces it.", fault);
            _pipeline.OnFault(_runner.Fault);
            return false;
        }
    }
}
