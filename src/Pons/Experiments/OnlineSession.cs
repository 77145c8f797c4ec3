using Pons.Control;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Experiments;

/// <summary>
/// Closes the loop of one session: a decision that rests on samples of the task moves the cursor; when the task ends the trial is
/// scored and the participant gets feedback. Everything is placed by sample index, so a session is the same for every way
/// of cutting the stream into blocks, in real time and on virtual time. Called by the thread that pumps; <see cref="Pause"/>
/// and <see cref="Resume"/> may be called by any.
/// </summary>
public sealed class OnlineSession
{
    /// <summary>Ledger name of the moment at which a command is issued.</summary>
    public const string CommandStage = "command";

    /// <summary>Ledger name of the moment at which the effector has answered.</summary>
    public const string ConfirmationStage = "confirm";

    /// <summary>
    /// Feedback is placed so long after the end of the task, in seconds: its sample is then the same however late, within this
    /// time, the computer is. Blocks must be shorter.
    /// </summary>
    public const double FeedbackLeadSeconds = 0.3;

    // Longer than the step between decisions, so that the cursor moves evenly; short enough that it rests when decisions stop.
    private static readonly Duration CommandLifetime = Duration.FromSeconds(0.25);

    private readonly SessionTimeline _timeline;
    private readonly CursorTask _cursor;
    private readonly SessionObserver _observer;
    private readonly Func<TrialResult, long, bool> _giveFeedback;
    private readonly List<TrialResult> _results = [];
    private int _place;
    private bool _running;
    private bool _touchedByPause;
    private volatile bool _paused;

    /// <summary>Makes a session that has not begun.</summary>
    /// <param name="timeline">When which cue comes.</param>
    /// <param name="cursor">What decisions move.</param>
    /// <param name="observer">Who watches.</param>
    /// <param name="giveFeedback">Lets the participant perceive how a trial ended, at a given sample; says whether that came in time.</param>
    public OnlineSession(SessionTimeline timeline, CursorTask cursor, SessionObserver observer, Func<TrialResult, long, bool> giveFeedback)
    {
        _timeline = timeline;
        _cursor = cursor;
        _observer = observer;
        _giveFeedback = giveFeedback;
    }

    /// <summary>The trials that have ended, in order.</summary>
    public IReadOnlyList<TrialResult> Results => _results;

    /// <summary>How often feedback came too late for its sample; from then on a run may differ from the same run on virtual time.</summary>
    public int LateFeedbackCount { get; private set; }

    /// <summary>Whether commands are held back.</summary>
    public bool IsPaused => _paused;

    /// <summary>Holds all commands back; a trial that is touched does not count. The signal goes on.</summary>
    public void Pause() => _paused = true;

    /// <summary>Lets commands act again.</summary>
    public void Resume() => _paused = false;

    /// <summary>The session as a pipeline, and the runner for it.</summary>
    /// <exception cref="PipelineBuildException">A stage cannot work on the source.</exception>
    public (Pipeline<Decision> Pipeline, PipelineRunner Runner) Connect(SignalSource source, Stage<SignalBlock, Decision> stages)
    {
        var runner = new PipelineRunner(stages.StageNames, [CommandStage, ConfirmationStage]);
        var pipeline = new Pipeline<Decision>(source, stages)
        {
            Taps = [_observer.OnBlock],
            Sink = decision => Take(decision, runner.Ledger),
            AfterBlock = AfterBlock,
        };
        return (pipeline, runner);
    }

    private void Take(Decision decision, LatencyLedger ledger)
    {
        AdvanceTo(decision.EndSampleIndex);
        var isOfTask = _running && decision.FirstSampleIndex >= _timeline.Trials[_place].CueSampleIndex;
        if (_paused) Hold();
        else if (isOfTask) Command(decision, ledger);
        _observer.OnDecision(decision with { Truth = isOfTask ? _timeline.Trials[_place].Label : null, Stamps = ledger.Trace() });
    }

    private void Command(Decision decision, LatencyLedger ledger)
    {
        var now = _timeline.TimeOf(decision.EndSampleIndex);
        var command = new ControlCommand(decision.Prediction.Label, decision.Prediction.Confidence, decision.Time, now + CommandLifetime);
        ledger.Stamp(ledger.StageIndex(CommandStage));
        _cursor.Execute(command, now);
        ledger.Stamp(ledger.StageIndex(ConfirmationStage));
    }

    private void AfterBlock(SignalBlock block)
    {
        AdvanceTo(block.EndSampleIndex);
        if (_paused) Hold();
        else _cursor.Advance(_timeline.TimeOf(block.EndSampleIndex));
        var (phase, left) = _timeline.PhaseAt(block.EndSampleIndex);
        _observer.OnCursor(_cursor, phase, left);
    }

    private void Hold()
    {
        _cursor.MakeSafe();
        _touchedByPause |= _running;
    }

    private void AdvanceTo(long sampleIndex)
    {
        while (_place < _timeline.Trials.Length)
        {
            var trial = _timeline.Trials[_place];
            if (!_running && sampleIndex >= trial.CueSampleIndex) Begin(trial);
            if (!_running || sampleIndex < trial.FeedbackSampleIndex) return;
            End(trial);
        }
    }

    private void Begin(ScheduledTrial trial)
    {
        (_running, _touchedByPause) = (true, _paused);
        _cursor.Begin(trial.Label, _timeline.TimeOf(trial.CueSampleIndex), _timeline.TaskDuration);
    }

    private void End(ScheduledTrial trial)
    {
        var outcome = _cursor.End(_timeline.TimeOf(trial.FeedbackSampleIndex));
        var seconds = (trial.EndSampleIndex - trial.StartSampleIndex) / _timeline.RateHz;
        var result = new TrialResult(
            trial.Index + 1, trial.Label, _timeline.TimeOf(trial.CueSampleIndex), _touchedByPause ? CursorOutcome.Open : outcome, seconds);
        _results.Add(result);
        (_running, _place) = (false, _place + 1);
        var feedbackAt = trial.FeedbackSampleIndex + (long)Math.Round(FeedbackLeadSeconds * _timeline.RateHz);
        if (!result.IsVoid && !_giveFeedback(result, feedbackAt)) LateFeedbackCount++;
        _observer.OnTrial(result);
    }
}
