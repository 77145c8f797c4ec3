using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Formats;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Experiments;

/// <summary>
/// One experiment in both directions: it cuts recordings into trials, and says how a live session runs. Both go through the
/// same <see cref="Preparation"/>, so training and running cannot drift apart.
/// </summary>
public abstract record Paradigm
{
    // Long enough that the cost of a block does not matter, short enough that its samples stay in the processor's cache.
    private const int SamplesPerBlock = 256;

    /// <summary>Name on the command line and in models, such as <c>left-right-imagery</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The classes that are told apart, in ordinal order.</summary>
    public abstract ImmutableArray<ClassLabel> Classes { get; }

    /// <summary>How a live session runs.</summary>
    public abstract Protocol Protocol { get; }

    /// <summary>Everything that decides which trials come out, by name with the unit; kept in models and reports.</summary>
    public abstract ImmutableSortedDictionary<string, double> Parameters { get; }

    /// <summary>The same paradigm with these parameters, such as those that a model was trained with.</summary>
    /// <param name="parameters">By name as in <see cref="Parameters"/>, all of them.</param>
    /// <exception cref="ParadigmException">One is missing, unknown, or outside its range.</exception>
    public abstract Paradigm WithParameters(IReadOnlyDictionary<string, double> parameters);

    /// <summary>
    /// The same experiment, cut as a decoder asks for it; itself by default. Decoders of flicker, for instance, are written for
    /// different bands of the same trials.
    /// </summary>
    /// <param name="decoder">The decoder that the trials are for.</param>
    public virtual Paradigm For(Decoder decoder) => this;

    /// <summary>The stages from raw samples to trials, the same live, in replay and offline.</summary>
    /// <param name="run">The recording or session that trials will say they come from.</param>
    /// <param name="lost">Told of every trial that cannot be cut.</param>
    /// <exception cref="ParadigmException">The run is not one of this experiment.</exception>
    public abstract Stage<SignalBlock, Trial> Preparation(RunKey run, Action<TrialLoss>? lost = null);

    /// <summary>The stages from raw samples to decisions, the same in a live session and when it is replayed: by default one decision for
    /// each trial.</summary>
    /// <param name="model">A decoder fitted to trials of this paradigm with these parameters.</param>
    /// <param name="run">The recording or session that decisions are taken in.</param>
    /// <param name="lost">Told of every trial that cannot be cut.</param>
    /// <exception cref="ParadigmException">The run is not one of this experiment.</exception>
    public virtual Stage<SignalBlock, Decision> Deciding(FittedDecoder model, RunKey run, Action<TrialLoss>? lost = null) =>
        Preparation(run, lost).Then(new DecodeStage(model));

    /// <summary>Refuses a recording that is not one of this experiment.</summary>
    /// <param name="run">Which recording it is.</param>
    /// <param name="markers">Everything that was noted in it.</param>
    /// <exception cref="ParadigmException">The recording does not fit.</exception>
    public abstract void RequireFit(RunKey run, IEnumerable<Marker> markers);

    /// <summary>The stream of a recording that the experiment works on: the only one of constant rate that may hold EEG.</summary>
    /// <exception cref="ParadigmException">There is no such stream, or more than one.</exception>
    public static RecordedStream StreamOf(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var streams = recording.Streams.Where(MayHoldEeg).ToList();
        if (streams.Count == 1) return streams[0];
        throw new ParadigmException(
            $"'{recording.Header.File}' has {streams.Count} streams of EEG at a constant rate.",
            "Trials are cut from exactly one.",
            streams.Count == 0 ? "Use a recording of EEG." : "Keep one rate, for example by converting the recording.");
    }

    /// <summary>Cuts a recording into trials.</summary>
    /// <param name="recording">An open recording; stays open.</param>
    /// <param name="run">Which recording it is.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <exception cref="ParadigmException">The recording does not fit.</exception>
    /// <exception cref="PipelineBuildException">Its stream does not fit.</exception>
    /// <exception cref="RecordingFormatException">The file is damaged.</exception>
    public virtual CutRecording Cut(Recording recording, RunKey run, CancellationToken cancellation = default)
    {
        var stream = StreamOf(recording);
        RequireFit(run, stream.Markers);
        return Cut(stream.Info, stream.ReadBlocks(SamplesPerBlock), run, cancellation);
    }

    /// <summary>Cuts a stream of blocks into trials.</summary>
    /// <exception cref="PipelineBuildException">The stream does not fit.</exception>
    /// <exception cref="PipelineRunException">A block cannot be processed.</exception>
    public CutRecording Cut(StreamInfo info, IEnumerable<SignalBlock> blocks, RunKey run, CancellationToken cancellation = default)
    {
        var trials = ImmutableArray.CreateBuilder<Trial>();
        var losses = ImmutableArray.CreateBuilder<TrialLoss>();
        var preparation = Preparation(run, losses.Add);
        var start = preparation.Start(info, new SinkRun<Trial>(trials.Add));
        foreach (var block in blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            start.Process(block);
        }

        start.Complete();
        return new(new(preparation.Describe(info).Info, trials.ToImmutable()), losses.ToImmutable());
    }

    private static bool MayHoldEeg(RecordedStream stream) =>
        stream.Info.RateHz is not null && stream.Info.Channels.Any(c => c.Kind is ChannelKind.Eeg or ChannelKind.Unknown);
}
