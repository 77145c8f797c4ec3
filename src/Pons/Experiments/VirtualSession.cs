using System.Collections.Immutable;
using Pons.Control;
using Pons.Decoding;
using Pons.Pipelines;
using Pons.Simulation;
using Pons.Streams;

namespace Pons.Experiments;

/// <summary>
/// The whole loop with a virtual subject: a calibration without feedback on virtual time, a decoder fitted to it, then a
/// session in which the subject moves a cursor and perceives how each trial ends. Calibration and session are two sittings of the
/// same person. A session runs once.
/// </summary>
public sealed class VirtualSession : IAsyncDisposable
{
    private static readonly ClassLabel Left = new("left");
    private static readonly ClassLabel Right = new("right");
    private static readonly ImmutableDictionary<ClassLabel, MentalState> States = ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create(Left, MentalState.ImagineLeftHand), KeyValuePair.Create(Right, MentalState.ImagineRightHand),
    ]);

    private readonly TwinSource _source;
    private readonly PipelineRunner _runner;
    private readonly Pipeline<Decision> _pipeline;

    /// <summary>Prepares a session with a decoder that was fitted to <see cref="Calibrate"/> of the same plan.</summary>
    /// <param name="plan">What decides the session.</param>
    /// <param name="model">What decodes.</param>
    /// <param name="observer">Who watches.</param>
    /// <param name="pacing">The clock of a session in real time; <see langword="null"/> for virtual time, as fast as possible.</param>
    /// <exception cref="PipelineBuildException">The decoder does not fit the stream of the plan.</exception>
    /// <exception cref="ParadigmException">A block of the plan is longer than feedback may take.</exception>
    public VirtualSession(VirtualSessionPlan plan, FittedDecoder model, SessionObserver observer, TimeProvider? pacing)
    {
        RequireShortBlocks(plan);
        Timeline = new(plan.Paradigm.Protocol, plan.RateHz, TwinSource.Clock, plan.Seed, plan.DurationSeconds);
        _source = new TwinSource(plan.Subject with { Session = 1 }, plan.Montage, plan.RateHz, plan.BlockSamples, pacing)
        {
            LengthSamples = Timeline.SampleCount,
            Script = new ImageryScript(Timeline.Trials, States),
        };
        Online = new OnlineSession(Timeline, new CursorTask(Left, Right), observer, GiveFeedback);
        (_pipeline, _runner) = Online.Connect(_source, plan.Paradigm.Online(model));
        IsPaced = pacing is not null;
    }

    /// <summary>The stream that the session reads.</summary>
    public StreamInfo Stream => _source.Info;

    /// <summary>When which cue comes.</summary>
    public SessionTimeline Timeline { get; }

    /// <summary>The session proper: results, pause.</summary>
    public OnlineSession Online { get; }

    /// <summary>Whether it runs in real time.</summary>
    public bool IsPaced { get; }

    /// <summary>Delay of the filters, in samples; the window that a decision rests on lies before that.</summary>
    public double DelaySamples => _pipeline.Output.DelaySamples;

    /// <summary>What was measured so far.</summary>
    public ImmutableArray<LatencySummary> Latency => _runner.Ledger.Summaries();

    /// <summary>The samples so far.</summary>
    public SampleCount Samples => _runner.Samples;

    /// <summary>Records the calibration of a plan, on virtual time, and cuts it into windows as long as those of the session.</summary>
    public static TrialSet Calibrate(VirtualSessionPlan plan, CancellationToken cancellation = default)
    {
        var paradigm = plan.Paradigm.ForFeedback();
        var trials = paradigm.Protocol.Schedule(plan.RateHz, unchecked(plan.Seed * 31 + 17)).Take(plan.CalibrationTrials).ToList();
        var source = new TwinSource(plan.Subject with { Session = 0 }, plan.Montage, plan.RateHz, (int)Math.Ceiling(plan.RateHz))
        {
            LengthSamples = trials[^1].EndSampleIndex,
            Script = new ImageryScript(trials, States),
        };
        var run = new RunKey(new("virtual"), new("calibration"), new("1"));
        return paradigm.Cut(source.Info, source.ReadAsync(cancellation).ToBlockingEnumerable(cancellation), run, cancellation).Trials;
    }

    /// <summary>Runs the session to its end.</summary>
    /// <exception cref="OperationCanceledException">It was stopped before; what was complete by then counts.</exception>
    public Task RunAsync(CancellationToken cancellation = default) =>
        IsPaced ? _runner.RunLiveAsync(_pipeline, cancellation) : _runner.RunAsync(_pipeline, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static void RequireShortBlocks(VirtualSessionPlan plan)
    {
        var seconds = plan.BlockSamples / plan.RateHz;
        if (seconds < OnlineSession.FeedbackLeadSeconds) return;
        throw new ParadigmException(
            FormattableString.Invariant($"A block of {plan.BlockSamples} samples at {plan.RateHz} Hz lasts {seconds:0.###} s."),
            FormattableString.Invariant($"Feedback comes {OnlineSession.FeedbackLeadSeconds} s after the end of a task and would be late."),
            FormattableString.Invariant($"Use at most {Math.Ceiling(OnlineSession.FeedbackLeadSeconds * plan.RateHz) - 1} samples in a block."));
    }

    private bool GiveFeedback(TrialResult result, long sampleIndex)
    {
        var hit = result.Outcome == CursorOutcome.Hit;
        return sampleIndex >= Timeline.SampleCount
            || _source.GiveFeedback(sampleIndex, hit ? Feedback.Hit : Feedback.Miss, hit ? "hit" : "miss");
    }
}
