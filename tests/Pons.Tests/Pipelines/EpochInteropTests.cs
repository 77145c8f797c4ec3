using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Pipelines;

namespace Pons.Tests.Pipelines;

/// <summary>Interop test 9 of the wire facts: an event that repeats before the epoch of the one before has ended gives an epoch of its own.</summary>
public sealed class EpochInteropTests
{
    private static readonly ImmutableSortedDictionary<string, ClassLabel> Labels =
        ImmutableSortedDictionary<string, ClassLabel>.Empty.Add("L", new("left"));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Two_events_of_one_code_closer_than_the_epoch_give_two_epochs(int blockSamples)
    {
        var trials = new List<Trial>();
        var run = new CutStage(Labels, new(0, 0.3), MadeUp.Run).Start(MadeUp.Stream(1), new SinkRun<Trial>(trials.Add));
        for (var from = 0; from < 100; from += blockSamples)
        {
            var to = Math.Min(100, from + blockSamples);
            run.Process(MadeUp.Ramp(from, to - from, 1, 0, [.. new[] { (20L, "L"), (25L, "L"), (25L, "L") }.Where(m => m.Item1 >= from && m.Item1 < to)]));
        }

        run.Complete();
        Assert.Equal([20, 25, 25], trials.Select(t => t.Origin.FirstSampleIndex));
        Assert.All(trials, t => Assert.Equal([.. Enumerable.Range((int)t.Origin.FirstSampleIndex, 30).Select(v => (float)v)], t.Signal.ToArray()));
    }
}
