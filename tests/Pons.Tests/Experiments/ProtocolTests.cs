using Pons.Experiments;
using Pons.Experiments.MotorImagery;

namespace Pons.Tests.Experiments;

public sealed class ProtocolTests
{
    private static readonly Protocol Protocol = new(new LeftRightImagery().Classes, RestSeconds: 2, TaskSeconds: 4, FeedbackSeconds: 1, JitterSeconds: 1);

    [Fact]
    public void Classes_are_balanced_within_every_four_trials()
    {
        foreach (var seed in Enumerable.Range(0, 50))
            foreach (var block in Protocol.Schedule(160, seed).Take(40).Chunk(4))
                Assert.Equal(2, block.Count(t => t.Label.Name == "left"));
    }

    [Fact]
    public void The_order_depends_on_the_seed_alone()
    {
        Assert.Equal(Protocol.Schedule(160, 7).Take(40), Protocol.Schedule(160, 7).Take(40));
        Assert.NotEqual(Labels(7), Labels(8));
        Assert.Equal(Labels(7), Protocol.Schedule(1000, 7).Take(40).Select(t => t.Label));

        static IEnumerable<Pons.Decoding.ClassLabel> Labels(int seed) => Protocol.Schedule(160, seed).Take(40).Select(t => t.Label);
    }

    [Fact]
    public void Trials_follow_each_other_with_the_stated_durations()
    {
        var start = 100L;
        foreach (var trial in Protocol.Schedule(160, 3, 100).Take(100))
        {
            Assert.Equal(start, trial.StartSampleIndex);
            Assert.InRange(trial.CueSampleIndex - trial.StartSampleIndex, 2 * 160, 3 * 160);
            Assert.Equal(
                (4 * 160, 160), (trial.FeedbackSampleIndex - trial.CueSampleIndex, trial.EndSampleIndex - trial.FeedbackSampleIndex));
            Assert.Equal(ProtocolPhase.Rest, trial.PhaseAt(trial.CueSampleIndex - 1));
            Assert.Equal(ProtocolPhase.Task, trial.PhaseAt(trial.CueSampleIndex));
            Assert.Equal(ProtocolPhase.Feedback, trial.PhaseAt(trial.FeedbackSampleIndex));
            Assert.Equal(ProtocolPhase.Rest, trial.PhaseAt(trial.EndSampleIndex));
            start = trial.EndSampleIndex;
        }
    }

    [Fact]
    public void Jitter_spreads_over_its_range()
    {
        var rests = Protocol.Schedule(1000, 1).Take(200).Select(t => (t.CueSampleIndex - t.StartSampleIndex) / 1000.0).ToList();
        Assert.InRange(rests.Min(), 2, 2.1);
        Assert.InRange(rests.Max(), 2.9, 3);
        Assert.Equal(7.5, Protocol.MeanTrialSeconds);
    }
}
