using FsCheck.Fluent;
using Pons.Evaluation;
using Pons.Tests.Reference;

namespace Pons.Tests.Evaluation;

public sealed class StatisticsTests
{
    private static readonly ReferenceFile Metrics = ReferenceFile.Read("metrics-statistics");

    [Fact]
    public void Paired_tests_equal_the_reference()
    {
        var stream = new SplitMix(23);
        _ = stream.Uniforms(400);
        double[] a = [.. stream.Gaussians(12).Select(g => g + 0.4)], b = stream.Gaussians(12);
        var (student, wilcoxon) = (PairedTests.Student(a, b), PairedTests.Wilcoxon(a, b));
        Metrics.AssertEqual("stats",
        [
            student.Statistic, student.P, wilcoxon.Statistic, wilcoxon.P,
            Proportion.ByChance(33, 50, 0.5), PairedTests.Stouffer([0.01, 0.2, 0.03]).P,
        ]);
    }

    [Fact]
    public void Chance_agrees_with_its_limit()
    {
        Assert.Equal(1, Proportion.ByChance(0, 5, 0.3));
        Assert.Equal(0.03125, Proportion.ByChance(5, 5, 0.5), 15);
        foreach (var (trials, classes) in ((int, int)[])[(24, 3), (45, 2), (450, 2)])
        {
            var limit = Proportion.ChanceLimit(trials, classes);
            Assert.True(Proportion.ByChance(limit, trials, 1.0 / classes) <= 0.05);
            Assert.True(Proportion.ByChance(limit - 1, trials, 1.0 / classes) > 0.05);
        }
    }

    [Fact]
    public void Equal_pairs_say_nothing_and_shared_ranks_are_exact()
    {
        Assert.Equal(new(0, 1), PairedTests.Wilcoxon([1, 2, 3], [1, 2, 3]));
        Assert.Equal(new(0, 0.25), PairedTests.Wilcoxon([1, 1, 1], [0, 0, 0]));
        Assert.Equal(PairedTests.Stouffer([0.01, 0.2]), PairedTests.Stouffer([0.01, 0.2], [3, 3]));
        Assert.Throws<ArgumentException>(() => PairedTests.Student([1], [2]));
        Assert.Throws<ArgumentException>(() => PairedTests.Stouffer([0]));
    }

    /// <summary>Swapping both sides turns the sign of the statistic and keeps the probability.</summary>
    [Fact]
    public void Both_sides_are_treated_alike() => Prop.ForAll(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        var random = new SplitMix((ulong)seed);
        double[] a = random.Gaussians(9), b = random.Gaussians(9);
        var (one, other) = (PairedTests.Student(a, b), PairedTests.Student(b, a));
        return PairedTests.Wilcoxon(a, b) == PairedTests.Wilcoxon(b, a) && one.P == other.P && one.Statistic == -other.Statistic;
    }).Holds();

    [Fact]
    public void Event_scores_equal_the_reference()
    {
        EventScores[] scores =
        [
            EventScores.Of([new(600, 660), new(700, 720), new(3000, 3700)], [new(590, 640), new(3050, 3100), new(3790, 3800), new(5000, 5010)], 7200),
            EventScores.Of([new(1000, 1060)], [new(950, 1010)], 3600),
            EventScores.Of([new(1000, 1060)], [new(975, 1300)], 3600),
            EventScores.Of([new(100, 130), new(400, 430)], [new(1000, 1030)], 3600),
        ];
        Metrics.AssertEqual("szcore.events",
        [
            .. scores.SelectMany(s => (double[])
            [
                s.References, s.Detections, s.Found, s.FalseAlarms, s.Sensitivity!.Value, s.Precision!.Value, s.F1!.Value, s.FalseAlarmsPerDay,
            ]),
        ]);
    }

    [Fact]
    public void Without_true_events_sensitivity_is_not_known()
    {
        var quiet = EventScores.Of([], [], 60);
        Assert.Null(quiet.Sensitivity);
        Assert.Null(quiet.Precision);
        Assert.Null(quiet.F1);
        Assert.Throws<ArgumentException>(() => EventScores.Of([new(10, 5)], [], 60));
        Assert.Throws<ArgumentException>(() => EventScores.Of([], [new(10, 65)], 60));
    }
}
