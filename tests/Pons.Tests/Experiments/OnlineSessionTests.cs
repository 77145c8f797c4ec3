using Pons.Control;
using Pons.Decoding;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Tests.Experiments;

/// <summary>The loop with decisions that are made up, so that every outcome is known.</summary>
public sealed class OnlineSessionTests
{
    private const double RateHz = 100;
    private static readonly ClassLabel Left = new("left");
    private static readonly ClassLabel Right = new("right");
    private static readonly ClockId Clock = new("test");
    private static readonly SessionTimeline Timeline = new(new LeftRightImagery().Protocol, RateHz, Clock, 3, 30);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(29)]
    public async Task A_decoder_that_is_always_right_hits_every_target(int blockSamples)
    {
        var watcher = await RunAsync(blockSamples, (truth, _) => truth ?? Left);
        Assert.Equal(Timeline.Trials.Length, watcher.Results.Count);
        Assert.All(watcher.Results, r => Assert.Equal(CursorOutcome.Hit, r.Outcome));
        Assert.Equal(Timeline.Trials.Select(t => t.Label), watcher.Results.Select(r => r.Target));
        Assert.Equal(Timeline.Trials.Select(t => t.FeedbackSampleIndex + 30), watcher.FeedbackAt);
    }

    [Fact]
    public async Task A_decoder_that_is_always_wrong_misses_every_target()
    {
        var watcher = await RunAsync(10, (truth, _) => truth == Left ? Right : Left);
        Assert.All(watcher.Results, r => Assert.Equal(CursorOutcome.Miss, r.Outcome));
    }

    [Fact]
    public async Task Decisions_on_samples_before_the_cue_move_nothing()
    {
        // One window spans the whole recording up to its end: it always begins before the cue.
        var watcher = await RunAsync(10, (truth, _) => truth ?? Left, windowSamples: 3000);
        Assert.All(watcher.Results, r => Assert.Equal(CursorOutcome.TimeOut, r.Outcome));
        Assert.All(watcher.Decisions, d => Assert.Null(d.Truth));
    }

    [Fact]
    public async Task A_trial_that_a_pause_touches_does_not_count_and_the_cursor_is_safe()
    {
        var second = Timeline.Trials[1];
        var watcher = await RunAsync(10, (truth, _) => truth ?? Left, session: (session, block) =>
        {
            if (block.FirstSampleIndex >= second.CueSampleIndex + 50 && block.FirstSampleIndex < second.CueSampleIndex + 100) session.Pause();
            else session.Resume();
        });
        Assert.True(watcher.Results[1].IsVoid);
        Assert.All(watcher.Results.Where((_, i) => i != 1), r => Assert.Equal(CursorOutcome.Hit, r.Outcome));
        Assert.Equal(Timeline.Trials.Length - 1, watcher.FeedbackAt.Count);
    }

    [Fact]
    public async Task Feedback_that_comes_too_late_is_counted()
    {
        var watcher = await RunAsync(10, (truth, _) => truth ?? Left, inTime: false);
        Assert.Equal(Timeline.Trials.Length, watcher.LateFeedbackCount);
    }

    [Fact]
    public void Phases_follow_the_trials()
    {
        var trial = Timeline.Trials[0];
        Assert.Equal(ProtocolPhase.Rest, Timeline.PhaseAt(trial.CueSampleIndex - 1).Phase);
        Assert.Equal((ProtocolPhase.Task, Duration.FromSeconds(3.5)), Timeline.PhaseAt(trial.CueSampleIndex));
        Assert.Equal(ProtocolPhase.Feedback, Timeline.PhaseAt(trial.FeedbackSampleIndex).Phase);
        Assert.Equal((ProtocolPhase.Rest, Duration.Zero), Timeline.PhaseAt(1_000_000));
    }

    private static async Task<Watcher> RunAsync(
        int blockSamples, Func<ClassLabel?, long, ClassLabel> decide, int windowSamples = 20, Action<OnlineSession, SignalBlock>? session = null, bool inTime = true)
    {
        var watcher = new Watcher();
        var online = new OnlineSession(Timeline, new CursorTask(Left, Right), watcher, (_, sample) =>
        {
            watcher.FeedbackAt.Add(sample);
            return inTime;
        });
        watcher.Session = session is null ? null : block => session(online, block);
        var info = new StreamInfo("test", [new Channel("Cz")], RateHz, Clock);
        var blocks = Enumerable.Range(0, (int)(Timeline.SampleCount / blockSamples))
            .Select(i => new SignalBlock(i * blockSamples, Timeline.TimeOf(i * blockSamples), new float[blockSamples], 1));
        var (pipeline, runner) = online.Connect(new Pipelines.Blocks.Source(info, blocks), new MadeUpDecisions(decide, windowSamples));
        await runner.RunAsync(pipeline, TestContext.Current.CancellationToken);
        watcher.LateFeedbackCount = online.LateFeedbackCount;
        return watcher;
    }

    private sealed class Watcher : SessionObserver
    {
        public List<TrialResult> Results { get; } = [];

        public List<Decision> Decisions { get; } = [];

        public List<long> FeedbackAt { get; } = [];

        public int LateFeedbackCount { get; set; }

        public Action<SignalBlock>? Session { get; set; }

        public override void OnBlock(SignalBlock block) => Session?.Invoke(block);

        public override void OnDecision(Decision decision) => Decisions.Add(decision);

        public override void OnTrial(TrialResult result) => Results.Add(result);
    }

    /// <summary>Ten decisions a second, each on the newest samples.</summary>
    private sealed record MadeUpDecisions(Func<ClassLabel?, long, ClassLabel> Decide, int WindowSamples) : Stage<SignalBlock, Decision>
    {
        public override string Name => "decide";

        public override StageOutput Describe(StreamInfo input) => new(input, 0);

        public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<Decision> next) => new Run(this, next);

        private sealed class Run(MadeUpDecisions stage, StageRun<Decision> next) : StageRun<SignalBlock>
        {
            public override void Process(SignalBlock item)
            {
                for (var end = item.FirstSampleIndex + 1; end <= item.EndSampleIndex; end++)
                    if (end % 10 == 0) next.Process(At(end));
            }

            public override void Complete() => next.Complete();

            private Decision At(long end)
            {
                ClassLabel? asked = null;
                foreach (var trial in Timeline.Trials)
                    if (trial.PhaseAt(end) == ProtocolPhase.Task) asked = trial.Label;
                var answer = stage.Decide(asked, end);
                var prediction = new Prediction([Left, Right], answer == Left ? [0.9, 0.1] : [0.1, 0.9]);
                return new(Timeline.TimeOf(end - 1), end - stage.WindowSamples, end, prediction, "none", null, []);
            }
        }
    }
}
