using FsCheck.Fluent;
using Pons.Decoding;
using Pons.Decoding.Calibration;
using Pons.Evaluation;
using Pons.Tests.Reference;

namespace Pons.Tests.Evaluation;

public sealed class MetricGoldenTests
{
    private static readonly ReferenceFile Metrics = ReferenceFile.Read("metrics-statistics");

    [Fact]
    public void Measures_of_decisions_and_scores_equal_the_reference()
    {
        var (p, y) = Decisions();
        var confusion = new ConfusionMatrix(2, y.Select((truth, i) => (truth ? 1 : 0, p[i] > 0.5 ? 1 : 0)));
        ClassLabel no = new("no"), yes = new("yes");
        Prediction[] predictions = [.. p.Select(q => new Prediction([no, yes], [1 - q, q]))];
        ClassLabel[] truths = [.. y.Select(t => t ? yes : no)];
        Metrics.AssertEqual("metrics",
        [
            RocArea.Of(p, y)!.Value.Value, PrecisionRecall.AveragePrecision(p, y)!.Value,
            ProbabilityScores.LogLoss(predictions, truths), ProbabilityScores.Brier(predictions, truths),
            confusion.Kappa().Value, confusion.BalancedAccuracy().Value, confusion.Matthews(), confusion.F1(1),
        ]);
    }

    [Fact]
    public void Calibration_errors_equal_the_reference()
    {
        var (p, y) = Decisions();
        Metrics.AssertEqual("ece.positive_10", [Reliability.Of(p, y).ExpectedError]);
        bool[] right = [.. p.Select((q, i) => (q > 0.5) == y[i])];
        Metrics.AssertEqual("ece.top_label_10", [Reliability.Of([.. p.Select(q => Math.Max(q, 1 - q))], right).ExpectedError]);
    }

    [Fact]
    public void Measures_of_several_classes_have_their_known_values()
    {
        Assert.Equal(1, new ConfusionMatrix(3, [(0, 0), (1, 1), (2, 2)]).Matthews(), 12);
        Assert.Equal(0, new ConfusionMatrix(3, [(0, 1), (1, 1), (2, 1)]).Matthews());
        Assert.Equal(-1, new ConfusionMatrix(2, [(0, 1), (1, 0)]).Matthews(), 12);
        Assert.Equal(0, new ConfusionMatrix(3, [(0, 0), (1, 1)]).F1(2));
        Assert.Equal(0.5, PrecisionRecall.AveragePrecision([1, 1, 1, 1], [true, false, true, false]));
        Assert.Null(PrecisionRecall.AveragePrecision([1], [false]));
    }

    [Fact]
    public void Information_transfer_equals_the_reference() => Metrics.AssertEqual("itr.wolpaw",
    [
        InformationTransfer.BitsPerMinute(40, 0.9, 1), InformationTransfer.BitsPerMinute(4, 0.85, 3.5),
        InformationTransfer.BitsPerMinute(2, 1, 4), InformationTransfer.BitsPerMinute(26, 0.7, 8),
    ]);

    [Fact]
    public void The_limit_of_chance_equals_the_reference()
    {
        var rows = Metrics.Values("binomial_limit").Chunk(3).ToArray();
        Assert.All(rows, row => Assert.Equal((int)row[2], Proportion.ChanceLimit((int)row[0], (int)row[1])));
        Assert.Equal(5, Proportion.ChanceLimit(4, 2));
    }

    /// <summary>Known values of Wilson's interval and of Student's t (tables of the t distribution).</summary>
    [Fact]
    public void Intervals_have_their_known_values()
    {
        var wilson = Proportion.Of(33, 45);
        Assert.Equal((0.7333, 0.5896, 0.8404), (Math.Round(wilson.Value, 4), Math.Round(wilson.Low, 4), Math.Round(wilson.High, 4)));
        Assert.Equal((0.0, 1.0), (Proportion.Of(0, 5).Low, Proportion.Of(5, 5).High));
        Assert.Equal(12.7062, StudentT.Quantile975(1), 4);
        Assert.Equal(4.3027, StudentT.Quantile975(2), 4);
        Assert.Equal(2.2622, StudentT.Quantile975(9), 4);
        Assert.Equal(1.9840, StudentT.Quantile975(100), 4);
    }

    [Fact]
    public void Chance_gives_no_information_and_certainty_all()
    {
        Assert.Equal(0, InformationTransfer.BitsPerMinute(4, 0.25, 1));
        Assert.Equal(0, InformationTransfer.BitsPerMinute(4, 0.1, 1));
        Assert.Equal(120, InformationTransfer.BitsPerMinute(4, 1, 1), 12);
        var constant = new ConfusionMatrix(2, [(0, 0), (1, 0), (0, 0), (1, 0)]);
        Assert.Equal((0.5, 0.0), (constant.BalancedAccuracy().Value, constant.Kappa().Value));
        Assert.Equal(1, new ConfusionMatrix(3, [(0, 0), (1, 1), (2, 2)]).Kappa().Value, 12);
        Assert.Equal(0.5, RocArea.Of([1, 1, 1, 1], [true, false, true, false])!.Value.Value);
        Assert.Null(RocArea.Of([1, 2], [true, true]));
    }

    private static (double[] P, bool[] Y) Decisions()
    {
        var stream = new SplitMix(23);
        var p = stream.Uniforms(200);
        return (p, [.. stream.Uniforms(200).Select((u, i) => u < 0.6 * p[i] + 0.2)]);
    }

    /// <summary>Swapping the sides mirrors the area; any interval holds its value.</summary>
    [Fact]
    public void The_area_mirrors_and_lies_in_its_interval() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 20).Two().ListOf(12)), pairs =>
        {
            double[] scores = [.. pairs.Select(p => (double)p.Item1), 3, 4];
            bool[] positive = [.. pairs.Select(p => p.Item2 % 2 == 0), true, false];
            var area = RocArea.Of(scores, positive)!.Value;
            var mirrored = RocArea.Of(scores, [.. positive.Select(p => !p)])!.Value;
            return Math.Abs(area.Value + mirrored.Value - 1) < 1e-12 && area.Low <= area.Value && area.Value <= area.High;
        }).Holds();
}
