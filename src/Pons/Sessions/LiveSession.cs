using System.Collections.Immutable;
using Pons.Control.Remote;
using Pons.Decoding;
using Pons.Devices;
using Pons.Experiments;
using Pons.Pipelines;
using Pons.Sessions.Ledger;

namespace Pons.Sessions;

/// <summary>
/// A device that is decoded and recorded at the same time: the recorder taps it before any processing, every decision goes into the ledger with
/// its past, and the model is kept beside the recording, so that the session can be replayed bit for bit. A stage that fails ends the decoding
/// and says so; the recording goes on. Decisions can go out to effectors, which are in their safe state from the moment on at which the device is
/// lost, the decoding has failed or the session has ended; what went out is in the ledger, too. One use.
/// </summary>
public sealed class LiveSession : IAsyncDisposable
{
    /// <summary>Latency stage at which a decision has been handed to the effectors; only with effectors.</summary>
    public const string CommandStage = "command";

    private readonly SessionRecorder _recorder;
    private readonly DeviceSource _source;
    private readonly Pipeline<Decision> _pipeline;
    private readonly PipelineRunner _runner;
    private readonly DecisionHash _hash = new();
    private readonly Action<Decision> _decided;
    private readonly RemoteEffectors? _effectors;
    private readonly string _stream;
    private int _acting;
    private long _seen;
    private bool _hasEnded;

    private LiveSession(
        SessionRecorder recorder, DeviceSource source, SavedModel model, LatencyBudget? budget, Action<Decision> decided, RemoteEffectors? effectors)
    {
        (_recorder, _source, _stream, _decided, _effectors) = (recorder, source, source.Info.Name, decided, effectors);
        var paradigm = Paradigms.Of(model.Lineage);
        var stages = paradigm.Deciding(model.Decoder, RunNames.KeyOf(recorder.Path)).Then(new KeepStage(Keep));
        _runner = new(stages.StageNames, effectors is null ? [] : [CommandStage]);
        _pipeline = new(source, stages)
        {
            Sink = Act,
            Taps = [block => _seen = block.EndSampleIndex],
            Budget = budget,
            OnMiss = Note,
            EnterSafeState = effectors is null ? null : _ => effectors.MakeSafe(SafeReason.Late),
            OnFault = _ => effectors?.MakeSafe(SafeReason.DecodingEnded),
        };
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
    /// <param name="effectors">Whom decisions are sent to; not started yet. Closed when the session has run, otherwise by the caller. None by
    /// default.</param>
    /// <param name="cancellation">Gives up waiting for the device.</param>
    /// <exception cref="DeviceException">The device cannot be reached, or an effector cannot be opened.</exception>
    /// <exception cref="ArgumentException">The budget asks for a safe state, and there are no effectors.</exception>
    /// <exception cref="PipelineBuildException">The device's stream does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">The model cannot be written.</exception>
    public static async Task<LiveSession> OpenAsync(
        DeviceLink link, SessionRecorder recorder, SavedModel model, LatencyBudget? budget, Action<Decision> decided,
        RemoteEffectors? effectors = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(model);
        if (budget?.Reaction == LateReaction.SafeState && effectors is null)
            throw new ArgumentException("A budget whose reaction is the safe state needs effectors that have one.", nameof(effectors));
        recorder.Add(link);
        if (effectors is not null) Start(effectors, recorder, link);
        var source = await DeviceSource.OpenAsync(link, cancellation).ConfigureAwait(false);
        try
        {
            var session = new LiveSession(recorder, source, model, budget, decided, effectors);
            KeepModel(recorder, session._stream, model);
            return session;
        }
        catch
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Decodes until the device ends or the session is cancelled, and ends the device then; when a stage fails, records on until then.</summary>
    /// <param name="cancellation">Ends the session.</param>
    /// <exception cref="DeviceException">The device is gone for good.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what was complete by then has been decided and recorded.</exception>
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        var end = SafeReason.SessionEnded;
        try
        {
            await DecodeAsync(cancellation).ConfigureAwait(false);
        }
        catch (DeviceException)
        {
            end = SafeReason.DeviceLost;
            throw;
        }
        finally
        {
            if (_effectors is not null) await _effectors.CloseAsync(end).ConfigureAwait(false);
            await EndDeviceAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the device's link; the recorder is left to its owner.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndDeviceAsync().ConfigureAwait(false);
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

    private async Task DecodeAsync(CancellationToken cancellation)
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

    /// <summary>Ends the device, and notes which samples of the recording came after the last decoded one: a replay must not decide on them.</summary>
    private async Task EndDeviceAsync()
    {
        if (_hasEnded) return;
        _hasEnded = true;
        await _source.DisposeAsync().ConfigureAwait(false);
        var counts = _source.Link.Counts;
        var unseen = counts.Received + counts.Missing - _seen;
        if (unseen > 0) _recorder.Append(new LedgerSkip(_stream, _seen, unseen));
    }

    /// <summary>Before the device is reached, so that receivers are there when its first decision is.</summary>
    private static void Start(RemoteEffectors effectors, SessionRecorder recorder, DeviceLink link)
    {
        effectors.Reported += report => recorder.Append(LedgerEffector.Of(report));
        effectors.Start();
        link.Add(new LossWatch(effectors));
    }

    private void Act(Decision decision)
    {
        if (_effectors is not null)
        {
            if (!decision.IsHeld) _acting = _hash.Count - 1;
            _effectors.Execute(decision.Prediction.Label, decision.Prediction.Probabilities, _acting, decision.IsHeld);
            _runner.Ledger.Stamp(_runner.Ledger.StageIndex(CommandStage));
        }

        _decided(decision);
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

    /// <summary>Brings effectors into their safe state as soon as the device is lost.</summary>
    private sealed class LossWatch(RemoteEffectors effectors) : SampleTap
    {
        public override void Begin(DeviceStream stream)
        {
        }

        public override void Take(SampleRun run)
        {
        }

        public override void Take(DeviceNotice notice)
        {
            if (notice.Kind == DeviceNoticeKind.Lost) effectors.MakeSafe(SafeReason.DeviceLost);
        }
    }
}
