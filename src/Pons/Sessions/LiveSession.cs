using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Devices;
using Pons.Experiments;
using Pons.Pipelines;
using Pons.Sessions.Ledger;

namespace Pons.Sessions;

/// <summary>
/// A device that is decoded and recorded at the same time: the recorder taps it before any processing, every decision goes into the ledger with
/// its past, and the model is kept beside the recording, so that the session can be replayed bit for bit. A stage that fails ends the decoding
/// and says so; the recording goes on. One use.
/// </summary>
public sealed class LiveSession : IAsyncDisposable
{
    private readonly SessionRecorder _recorder;
    private readonly DeviceSource _source;
    private readonly Pipeline<Decision> _pipeline;
    private readonly PipelineRunner _runner;
    private readonly DecisionHash _hash = new();
    private readonly string _stream;

    private LiveSession(SessionRecorder recorder, DeviceSource source, SavedModel model, LatencyBudget? budget, Action<Decision> decided)
    {
        (_recorder, _source, _stream) = (recorder, source, source.Info.Name);
        var paradigm = Paradigms.Of(model.Lineage);
        var stages = paradigm.Deciding(model.Decoder, RunNames.KeyOf(recorder.Path)).Then(new KeepStage(Keep));
        _runner = new(stages.StageNames);
        _pipeline = new(source, stages) { Sink = decided, Budget = budget, OnMiss = Note };
        source.Overflowing += (first, count) => recorder.Append(new LedgerSkip(_stream, first, count));
    }

    /// <summary>Decisions so far.</summary>
    public int DecisionCount => _hash.Count;

    /// <summary>Hash of the decisions so far.</summary>
    public string DecisionHash => _hash.Value;

    /// <summary>Latency of each stage since the bytes of a block arrived, and the total.</summary>
    public ImmutableArray<LatencySummary> Latency => _runner.Ledger.Summaries();

    /// <summary>Samples that were decoded, and those that never came.</summary>
    public SampleCount Samples => _runner.Samples;

    /// <summary>Decisions that came later than the budget allows.</summary>
    public DeadlineLedger Misses => _runner.Misses;

    /// <summary>Why decoding ended before the session; <see langword="null"/> while it goes on.</summary>
    public PonsException? Fault { get; private set; }

    /// <summary>Starts a device, records it from its first sample on, and prepares its decoding.</summary>
    /// <param name="link">The device; not started yet.</param>
    /// <param name="recorder">Records it; belongs to the caller.</param>
    /// <param name="model">What decides; its file is written beside the recording.</param>
    /// <param name="budget">How late a decision may be, and what happens to a later one; <see langword="null"/> for any time. Late decisions
    /// are in the ledger, too, because a replay makes them again.</param>
    /// <param name="decided">Told of every decision that is acted on, by the thread that decodes; must not wait.</param>
    /// <param name="cancellation">Gives up waiting for the device.</param>
    /// <exception cref="DeviceException">The device cannot be reached.</exception>
    /// <exception cref="PipelineBuildException">The device's stream does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">The model cannot be written.</exception>
    public static async Task<LiveSession> OpenAsync(
        DeviceLink link, SessionRecorder recorder, SavedModel model, LatencyBudget? budget, Action<Decision> decided,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(model);
        recorder.Add(link);
        var source = await DeviceSource.OpenAsync(link, cancellation).ConfigureAwait(false);
        try
        {
            var session = new LiveSession(recorder, source, model, budget, decided);
            KeepModel(recorder, session._stream, model);
            return session;
        }
        catch
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Decodes until the device ends or the session is cancelled; when a stage fails, records on until then.</summary>
    /// <param name="cancellation">Ends the session.</param>
    /// <exception cref="DeviceException">The device is gone for good.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what was complete by then has been decided and recorded.</exception>
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        try
        {
            await _runner.RunAsync(_pipeline, cancellation).ConfigureAwait(false);
        }
        catch (PonsException fault) when (fault == _runner.Fault)
        {
            Fault = fault;
            _recorder.Append(new LedgerNotice(_stream, "DecodingEnded", fault.Message, 0));
            await foreach (var _ in _source.ReadAsync(cancellation).ConfigureAwait(false))
            {
                // Recorded by the tap; nothing decodes any more.
            }
        }
    }

    /// <summary>Ends the device's link; the recorder is left to its owner.</summary>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        _hash.Dispose();
    }

    /// <summary>Keeps a model beside a recording and names it in the ledger.</summary>
    /// <param name="recorder">The recording.</param>
    /// <param name="stream">Name of the stream that is decoded.</param>
    /// <param name="model">What decides.</param>
    /// <exception cref="IOException">The model cannot be written.</exception>
    public static void KeepModel(SessionRecorder recorder, string stream, SavedModel model)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(model);
        var path = Path.ChangeExtension(recorder.Path, ModelFile.Extension);
        ModelFile.Save(path, model.Decoder, model.Lineage);
        recorder.Append(new LedgerDecoder(stream, Path.GetFileName(path), model.Decoder.ContentHash, model.Lineage.Paradigm));
    }

    private Decision Keep(Decision decision)
    {
        var stamped = decision with { Stamps = _runner.Ledger.Trace() };
        _hash.Add(stamped);
        _recorder.Append(LedgerDecision.Of(_stream, stamped));
        return stamped;
    }

    private void Note(DeadlineMiss miss) => _recorder.Append(new LedgerMiss(
        _stream, miss.Stage, miss.SinceArrival.Nanoseconds, miss.Limit.Nanoseconds, miss.Reaction.ToString()));
}
