using Pons.Decoding;
using Pons.Devices.Replay;
using Pons.Experiments;
using Pons.Formats;
using Pons.Pipelines;
using Pons.Sessions.Ledger;

namespace Pons.Sessions.Replay;

/// <summary>
/// Runs a recorded session through the stages that decided live, and compares every decision with the one in its ledger, bit for bit. Reads
/// the recording, the ledger and the model beside it. Tells no effector anything: nothing outside moves, whatever moved live. One use.
/// </summary>
public sealed class SessionReplay
{
    private readonly string _recording;
    private readonly SessionLedger _ledger;
    private readonly LedgerDecoder _decoder;
    private readonly SavedModel _model;

    private SessionReplay(string recording, SessionLedger ledger, LedgerDecoder decoder, SavedModel model) =>
        (_recording, _ledger, _decoder, _model) = (recording, ledger, decoder, model);

    /// <summary>Samples in a block of the replay; changes no decision. Default 64.</summary>
    public int BlockSamples { get; init; } = 64;

    /// <summary>Length of the session in seconds of its recording, as far as its decisions reach.</summary>
    public double Seconds => _ledger.Entries.OfType<LedgerDecision>().LastOrDefault() is { } last ? last.StreamNanoseconds * 1e-9 : 0;

    /// <summary>Opens a session.</summary>
    /// <param name="recording">Path of its recording; ledger and model lie beside it.</param>
    /// <returns>The session; <see langword="null"/> when no ledger with decisions lies beside the recording.</returns>
    /// <exception cref="SessionException">The model is not there, or is not the one that decided.</exception>
    /// <exception cref="DecodingException">The model is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SessionReplay? TryOpen(string recording)
    {
        if (!File.Exists(SessionLedger.PathFor(recording))) return null;
        var ledger = SessionLedger.Read(SessionLedger.PathFor(recording));
        if (ledger.Entries.OfType<LedgerDecoder>().FirstOrDefault() is not { } decoder) return null;
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(recording))!, Path.GetFileName(decoder.Model));
        if (!File.Exists(path))
            throw new SessionException(
                $"The model '{decoder.Model}' is not beside the recording.", "Only the model that decided can decide the same again.",
                "Put the file back; its content hash is " + decoder.ModelHash + ".");
        var model = ModelFile.Load(path);
        if (model.Decoder.ContentHash != decoder.ModelHash)
            throw new SessionException(
                $"The model '{decoder.Model}' has the hash {model.Decoder.ContentHash}, the session was decided by {decoder.ModelHash}.",
                "Another model would decide otherwise.", "Put the model of the session back.");
        return new(recording, ledger, decoder, model);
    }

    /// <summary>Decides again and compares.</summary>
    /// <param name="progress">Told how far the replay is, in seconds of the recording.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SessionException">The recording does not hold the stream that was decoded.</exception>
    /// <exception cref="RecordingFormatException">The recording is damaged.</exception>
    /// <exception cref="PipelineBuildException">The stream does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<ReplayOutcome> RunAsync(Action<double>? progress = null, CancellationToken cancellation = default)
    {
        using var recording = Recording.Open(_recording);
        var stream = StreamOf(recording);
        using var comparison = new DecisionComparison(_ledger.Entries.OfType<LedgerDecision>().Where(d => d.Stream == _decoder.Stream));
        await DecideAsync(stream, comparison, progress ?? (static _ => { }), cancellation).ConfigureAwait(false);
        comparison.Complete();
        return new(
            _decoder.Stream, _decoder.ModelHash, _decoder.Paradigm, comparison.Recorded, comparison.Replayed, comparison.RecordedHash,
            comparison.ReplayedHash, comparison.DifferenceCount, [.. comparison.Differences], [.. recording.Warnings, .. _ledger.Warnings]);
    }

    private async Task DecideAsync(RecordedStream stream, DecisionComparison comparison, Action<double> progress, CancellationToken cancellation)
    {
        var stages = Paradigms.Of(_model.Lineage).Deciding(_model.Decoder, RunNames.KeyOf(_recording));
        var seen = new SeenSamples([.. _ledger.Entries.OfType<LedgerSkip>().Where(s => s.Stream == _decoder.Stream)], stream.Info.RateHz ?? 1);
        await using var source = new RecordingSource(stream.Info, () => seen.Of(stream.ReadBlocks(BlockSamples)));
        var pipeline = new Pipeline<Decision>(source, stages)
        {
            Taps = [block => progress(block.Time.Seconds)],
            Sink = comparison.Add,
        };
        await new PipelineRunner(stages.StageNames).RunAsync(pipeline, cancellation).ConfigureAwait(false);
    }

    private RecordedStream StreamOf(Recording recording) =>
        recording.Streams.FirstOrDefault(s => s.Info.Name == _decoder.Stream) ?? throw new SessionException(
            $"'{_recording}' has no stream '{_decoder.Stream}'; it has {string.Join(", ", recording.Streams.Select(s => $"'{s.Info.Name}'"))}.",
            "The session was decoded from that stream.", "Use the recording that belongs to the ledger.");
}
