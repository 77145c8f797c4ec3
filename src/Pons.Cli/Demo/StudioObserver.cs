using Pons.Control;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Pipelines;
using Pons.Server.Live;
using Pons.Streams;

namespace Pons.Cli.Demo;

/// <summary>Shows a session in the studio.</summary>
internal sealed class StudioObserver(LiveFeed feed, LeftRightImagery paradigm) : SessionObserver
{
    private static readonly Duration LatencyEvery = Duration.FromSeconds(0.5);
    private readonly SessionScore _score = new(paradigm.Classes.Length);
    private Timestamp? _latencyAt;

    /// <summary>Where latency and samples are read; set once the session exists.</summary>
    public VirtualSession? Session { get; set; }

    public override void OnBlock(SignalBlock block)
    {
        feed.Block(block);
        if (Session is null || (_latencyAt is { } last && block.Time - last < LatencyEvery)) return;
        _latencyAt = block.Time;
        feed.Latency(Session.Latency, Session.Samples.Expected, Session.Samples.Received, Session.Samples.Lost);
    }

    public override void OnDecision(Decision decision) => feed.Decision(decision);

    public override void OnCursor(CursorTask cursor, ProtocolPhase phase, Duration phaseLeft) => feed.Cursor(new(
        cursor.Position,
        cursor.Target,
        PhaseOf(phase, phaseLeft),
        phaseLeft > Duration.Zero ? phaseLeft.Seconds : null));

    public override void OnTrial(TrialResult result)
    {
        _score.Add(result);
        if (result.IsVoid || _score.Accuracy is not { } accuracy) return;
        feed.Trial(new(
            result.Number,
            result.Target,
            result.Outcome switch { CursorOutcome.Hit => TrialOutcome.Hit, CursorOutcome.Miss => TrialOutcome.Miss, _ => TrialOutcome.Timeout },
            result.DurationSeconds,
            new(accuracy.Value, accuracy.Low, accuracy.High, Math.Min(1, _score.ChanceLimit)),
            _score.BitsPerMinute));
    }

    /// <summary>Until a whole window lies behind the cue no decision rests on the task alone, and nothing moves.</summary>
    private CursorPhase PhaseOf(ProtocolPhase phase, Duration left) =>
        phase != ProtocolPhase.Task ? CursorPhase.Rest
        : paradigm.Protocol.TaskSeconds - left.Seconds < paradigm.FeedbackWindowSeconds ? CursorPhase.Imagery
        : CursorPhase.Feedback;
}
