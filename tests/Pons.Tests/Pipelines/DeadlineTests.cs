using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Pipelines;
using Pons.Streams;
using Pons.Tests.Streams.Clocks;

namespace Pons.Tests.Pipelines;

public sealed class DeadlineTests
{
    private static readonly Duration Limit = new(10_000_000);
    private readonly SteppedTime _time = new();
    private readonly List<string> _seen = [];
    private readonly List<DeadlineMiss> _misses = [];

    [Fact]
    public async Task A_late_result_is_skipped_and_counted_by_stage()
    {
        var runner = await RunAsync(LateReaction.Skip, 1, 20, 3);
        Assert.Equal(["0", "20"], _seen);
        Assert.Equal([new DeadlineCount("slow", LateReaction.Skip, 1)], runner.Misses.Counts);
        Assert.Equal([new DeadlineMiss("slow", LateReaction.Skip, new(20_000_000), Limit)], _misses);
    }

    [Fact]
    public async Task The_last_result_in_time_is_held_and_marked()
    {
        var runner = await RunAsync(LateReaction.Hold, 20, 1, 11, 20, 10);
        Assert.Equal(["10", "10 held", "10 held", "40"], _seen);
        Assert.Equal(3, runner.Misses.Total);
    }

    [Fact]
    public async Task The_safe_state_is_entered_once_a_miss()
    {
        await RunAsync(LateReaction.SafeState, 1, 20, 1, 30);
        Assert.Equal(["0", "safe", "20", "safe"], _seen);
    }

    [Fact]
    public async Task A_safe_state_that_nothing_enters_is_refused_before_data()
    {
        var pipeline = PipelineOf(LateReaction.SafeState, 1) with { EnterSafeState = null };
        await Assert.ThrowsAsync<ArgumentException>(() => new PipelineRunner(pipeline.Stages.StageNames).RunAsync(pipeline));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatencyBudget(Duration.Zero));
    }

    [Fact]
    public void A_decision_says_that_it_is_held()
    {
        var pipeline = new Pipeline<Decision>(new Blocks.Source(Blocks.Info(), []), new NoDecision());
        var decision = new Decision(new(Blocks.Clock, 0), 0, 1, new Prediction([new("left")], [1.0]), "hash", null, []);
        Assert.True(pipeline.Hold(decision).IsHeld);
        Assert.Equal(decision, pipeline.Hold(decision) with { IsHeld = false });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stage_that_throws_ends_the_pipeline_but_not_the_recording(bool live)
    {
        var (recorded, faults) = (new List<long>(), new List<PonsException>());
        var pipeline = PipelineOf(LateReaction.Skip, 1, 1, -1, 1, 1, 1) with
        {
            Recorders = [block => recorded.Add(block.FirstSampleIndex)],
            OnFault = faults.Add,
        };
        var runner = new PipelineRunner(pipeline.Stages.StageNames, clock: _time);
        var fault = await Assert.ThrowsAsync<PipelineRunException>(() => live ? runner.RunLiveAsync(pipeline) : runner.RunAsync(pipeline));
        Assert.Equal([0, 10, 20, 30, 40, 50], recorded);
        Assert.Equal(["0", "10"], _seen);
        Assert.Equal(("slow", "test"), (fault.Stage, fault.Stream));
        Assert.Contains("the stage fell over", fault.What, StringComparison.Ordinal);
        Assert.Same(fault, runner.Fault);
        Assert.Equal([fault], faults);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_recorders_a_stage_that_throws_ends_the_run_at_once(bool live)
    {
        var read = 0;
        IEnumerable<SignalBlock> Endless()
        {
            for (var i = 0L; ; i += 10)
            {
                read++;
                yield return Blocks.Block(i, 10);
            }
        }

        var pipeline = new Pipeline<long>(new YieldingSource(Endless()), new Slow(_time, [-1]));
        var runner = new PipelineRunner(pipeline.Stages.StageNames, clock: _time);
        await Assert.ThrowsAsync<PipelineRunException>(() => live ? runner.RunLiveAsync(pipeline) : runner.RunAsync(pipeline));
        Assert.True(read > 0);
    }

    private async Task<PipelineRunner> RunAsync(LateReaction reaction, params int[] milliseconds)
    {
        var pipeline = PipelineOf(reaction, milliseconds);
        var runner = new PipelineRunner(pipeline.Stages.StageNames, clock: _time);
        await runner.RunAsync(pipeline, TestContext.Current.CancellationToken);
        return runner;
    }

    private Pipeline<long> PipelineOf(LateReaction reaction, params int[] milliseconds)
    {
        var blocks = Enumerable.Range(0, milliseconds.Length).Select(i => Blocks.Block(i * 10, 10));
        return new(new Blocks.Source(Blocks.Info(), blocks), new Slow(_time, [.. milliseconds]))
        {
            Sink = first => _seen.Add(first < 0 ? $"{-first} held" : $"{first}"),
            Budget = new(Limit, reaction),
            OnMiss = _misses.Add,
            EnterSafeState = _ => _seen.Add("safe"),
            Hold = first => -first,
        };
    }

    /// <summary>Hands on the index of each block after a stated time; falls over at a time below 0.</summary>
    private sealed record Slow(SteppedTime Time, ImmutableArray<int> Milliseconds) : Stage<SignalBlock, long>
    {
        public override string Name => "slow";

        public override StageOutput Describe(StreamInfo input) => new(input, 0);

        public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<long> next) => new Run(this, next);

        private sealed class Run(Slow stage, StageRun<long> next) : StageRun<SignalBlock>
        {
            private int _place;

            public override void Process(SignalBlock item)
            {
                var milliseconds = stage.Milliseconds[_place++];
                if (milliseconds < 0) throw new InvalidOperationException("the stage fell over");
                stage.Time.Pass(TimeSpan.FromMilliseconds(milliseconds));
                next.Process(item.FirstSampleIndex);
            }

            public override void Complete() => next.Complete();
        }
    }

    private sealed record NoDecision : Stage<SignalBlock, Decision>
    {
        public override string Name => "none";

        public override StageOutput Describe(StreamInfo input) => new(input, 0);

        public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<Decision> next) => throw new NotSupportedException();
    }

    /// <summary>Lets others run between blocks, as a device does.</summary>
    private sealed class YieldingSource(IEnumerable<SignalBlock> blocks) : SignalSource
    {
        public override StreamInfo Info { get; } = Blocks.Info();

        public override async IAsyncEnumerable<SignalBlock> ReadAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
        {
            foreach (var block in blocks)
            {
                await Task.Yield();
                cancellation.ThrowIfCancellationRequested();
                yield return block;
            }
        }
    }
}
