using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Tests.Pipelines;

public sealed class PipelineRunnerTests
{
    private static readonly SignalBlock[] ThreeBlocks = [Blocks.Block(0, 10), Blocks.Block(10, 10), Blocks.Block(25, 5, missingBefore: 5)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Blocks_pass_in_order_and_missing_samples_are_counted(bool live)
    {
        var seen = new List<long>();
        var runner = new PipelineRunner(["double", "sum"]);
        var pipeline = new Pipeline<double>(new Blocks.Source(Blocks.Info(), ThreeBlocks), new Doubling().Then(new Summing()))
        {
            Taps = [block => seen.Add(block.FirstSampleIndex)],
            Sink = sum => seen.Add((long)sum),
        };
        await (live ? runner.RunLiveAsync(pipeline, TestContext.Current.CancellationToken) : runner.RunAsync(pipeline, TestContext.Current.CancellationToken));
        Assert.Equal([0, Sum(0, 20), 10, Sum(20, 20), 25, Sum(50, 10)], seen);
        Assert.Equal(new SampleCount(25, 5), runner.Samples);
        Assert.Equal(30, runner.Samples.Expected);
    }

    [Fact]
    public async Task Every_stage_is_stamped_once_a_block()
    {
        var runner = new PipelineRunner(["double", "sum"], ["command"]);
        await runner.RunAsync(new Pipeline<double>(new Blocks.Source(Blocks.Info(), ThreeBlocks), new Doubling().Then(new Summing())), TestContext.Current.CancellationToken);
        Assert.Equal(["queue:3", "double:3", "sum:3", "command:0", "total:3"], runner.Ledger.Summaries().Select(s => $"{s.Stage}:{s.Count}"));
        Assert.Equal(["queue", "double", "sum"], runner.Ledger.Trace().Select(s => s.Stage));
    }

    [Fact]
    public async Task A_fault_of_the_source_ends_the_live_run()
    {
        static IEnumerable<SignalBlock> Failing()
        {
            yield return Blocks.Block(0, 10);
            throw new InvalidOperationException("unplugged");
        }

        var pipeline = new Pipeline<double>(new Blocks.Source(Blocks.Info(), Failing()), new Doubling().Then(new Summing()));
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => new PipelineRunner(pipeline.Stages.StageNames).RunLiveAsync(pipeline, TestContext.Current.CancellationToken));
        Assert.Contains("unplugged", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_a_live_run()
    {
        using var stop = new CancellationTokenSource();
        IEnumerable<SignalBlock> Endless()
        {
            for (var i = 0L; ; i += 10)
            {
                if (i == 1000) stop.Cancel();
                yield return Blocks.Block(i, 10);
            }
        }

        var pipeline = new Pipeline<double>(new Blocks.Source(Blocks.Info(), Endless()), new Doubling().Then(new Summing()));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PipelineRunner(pipeline.Stages.StageNames).RunLiveAsync(pipeline, stop.Token));
    }

    [Fact]
    public void Delay_of_a_chain_is_the_sum_of_its_stages()
    {
        var chain = new Doubling().Then(new Doubling()).Then(new Summing());
        Assert.Equal(["double", "double", "sum"], chain.StageNames);
        Assert.Equal(3, chain.Describe(Blocks.Info()).DelaySamples);
    }

    private static long Sum(int first, int count) => Enumerable.Range(first, count).Sum(v => 2L * v);

    private sealed record Doubling : Stage<SignalBlock, SignalBlock>
    {
        public override string Name => "double";

        public override StageOutput Describe(StreamInfo input) => new(input, 1);

        public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next) => new Run(next);

        private sealed class Run(StageRun<SignalBlock> next) : StageRun<SignalBlock>
        {
            public override void Process(SignalBlock item) =>
                next.Process(new(item.FirstSampleIndex, item.Time, item.Samples.ToArray().Select(v => 2 * v).ToArray(), item.ChannelCount));

            public override void Complete() => next.Complete();
        }
    }

    private sealed record Summing : Stage<SignalBlock, double>
    {
        public override string Name => "sum";

        public override StageOutput Describe(StreamInfo input) => new(input, 1);

        public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<double> next) => new Run(next);

        private sealed class Run(StageRun<double> next) : StageRun<SignalBlock>
        {
            public override void Process(SignalBlock item) => next.Process(item.Samples.ToArray().Sum(v => (double)v));

            public override void Complete() => next.Complete();
        }
    }
}
